package dev.millrace.ingest.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;

/** Bends JSON, as a tree or as bytes, into what nobody would send in good faith. */
public final class Mutations {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> VALUES = List.of(
            "null",
            "true",
            "0",
            "-1",
            "1.5",
            "1e999",
            "99999999999999999999",
            "4102444800",
            "\"\"",
            "\" \"",
            "\"\\u0000\"",
            "\"\\ud800\"",
            "\"\\ufeff\\u202e\"",
            "\"1970-01-01T00:00:00Z\"",
            "\"2100-01-01T00:00:00Z\"",
            "\"+999999999-12-31T23:59:59Z\"",
            "\"999999999999.999999999\"",
            "\"../../etc/passwd\"",
            "\"<p><div><b><script>alert(1)</script><!--\"",
            "\"<" + "<a".repeat(500) + "\"",
            "\"" + "a!".repeat(2_000) + "\"",
            "\"" + "<div>".repeat(2_000) + "\"",
            "\"" + "x".repeat(100_001) + "\"",
            "[]",
            "{}",
            "[[]]",
            "[null]",
            "{\"id\": 1, \"type\": \"conversation\", \"ts\": \"1.1\", \"body\": \"b\"}",
            "\"zen:event-type:ticket.comment_redacted\"",
            "\"message_changed\"",
            "\"message_deleted\"",
            "\"close\"",
            "\"{status:{from:2,to:5}}\"",
            "\"ticket\"");
    private static final List<String> SPLICES = List.of(
            "{",
            "}",
            "[",
            "]",
            "\"",
            ",",
            ":",
            "null",
            "-1",
            "1e999",
            "\\",
            "\\u0000",
            "\\ud800",
            "\u0000",
            "\uFEFF",
            "[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[[",
            "{\"a\":",
            "/*",
            "NaN",
            "é",
            "\"type\"",
            "\"id\":");

    private Mutations() {}

    /** A text with up to four pieces replaced, and perhaps one byte. */
    public static byte[] splice(String json, Random random) {
        StringBuilder text = new StringBuilder(json);
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(text.length());
            text.replace(at, Math.min(text.length(), at + random.nextInt(8)), any(SPLICES, random));
        }
        byte[] bytes = text.toString().getBytes(UTF_8);
        bytes[random.nextInt(bytes.length)] ^= (byte) (random.nextInt(3) == 0 ? 0x80 : 0);
        return bytes;
    }

    /** Puts another value at some place of a tree, or takes the value away. */
    public static void bend(JsonNode root, Random random) throws IOException {
        List<Consumer<JsonNode>> places = new ArrayList<>();
        collect(root, places);
        JsonNode value = JSON.readTree(any(VALUES, random));
        if (!places.isEmpty()) {
            any(places, random).accept(value);
        }
    }

    private static void collect(JsonNode node, List<Consumer<JsonNode>> places) {
        if (node instanceof ObjectNode object) {
            object.properties().forEach(entry -> {
                places.add(value -> object.set(entry.getKey(), value));
                places.add(value -> object.remove(entry.getKey()));
                collect(entry.getValue(), places);
            });
        } else if (node instanceof ArrayNode array) {
            places.add(array::add);
            for (int i = 0; i < array.size(); i++) {
                int at = i;
                places.add(value -> array.set(at, value));
                collect(array.get(i), places);
            }
        }
    }

    /** One of them. */
    public static <T> T any(List<T> list, Random random) {
        return list.get(random.nextInt(list.size()));
    }
}

package dev.millrace.lm.fuzz;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Well-formed and nearly well-formed JSON that says something wrong: one to three values of a document replaced. */
final class JsonMutations {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String DEEP = "[".repeat(3000) + "]".repeat(3000);
    private static final String DEEP_OBJECT = "{\"a\":".repeat(200) + "1" + "}".repeat(200);

    /** What a value is replaced by, as it stands in the file. */
    private static final List<String> WRONG = List.of(
            "null",
            "true",
            "-1",
            "0",
            "1",
            "1.5",
            "-0.0",
            "2147483647",
            "4294967296",
            "9223372036854775807",
            "9223372036854775808",
            "-9223372036854775808",
            "1e400",
            "1e-400",
            "9".repeat(400),
            "9".repeat(5000),
            "NaN",
            "\"\"",
            "\"\\u0000\\ud800\"",
            "\"" + "x".repeat(70_000) + "\"",
            "\"../../etc/passwd\"",
            "[]",
            "{}",
            "[[]]",
            "[null]",
            "{\"content\": {\"content\": 1}}",
            DEEP,
            DEEP_OBJECT);

    private final Random random;

    JsonMutations(Random random) {
        this.random = random;
    }

    byte[] of(byte[] original) {
        try {
            ObjectNode root = (ObjectNode) JSON.readTree(original);
            for (int i = random.nextInt(3); i >= 0; i--) {
                mutateAny(root);
            }
            String text = JSON.writeValueAsString(root);
            return (random.nextInt(10) == 0 ? withADuplicateKey(text) : text).getBytes(StandardCharsets.UTF_8);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        } catch (IOException e) {
            throw new IllegalStateException("the original is no JSON object", e);
        }
    }

    private void mutateAny(ObjectNode root) {
        List<JsonNode> containers = new ArrayList<>();
        collect(root, containers);
        JsonNode container = containers.get(random.nextInt(containers.size()));
        if (container instanceof ObjectNode object && !object.isEmpty()) {
            mutate(object);
        } else if (container instanceof ArrayNode array && !array.isEmpty()) {
            mutate(array);
        }
    }

    private static void collect(JsonNode node, List<JsonNode> containers) {
        if (node.isContainerNode()) {
            containers.add(node);
            node.forEach(child -> collect(child, containers));
        }
    }

    private void mutate(ObjectNode object) {
        List<String> keys = new ArrayList<>();
        object.fieldNames().forEachRemaining(keys::add);
        String key = keys.get(random.nextInt(keys.size()));
        String other = keys.get(random.nextInt(keys.size()));
        switch (random.nextInt(8)) {
            case 0 -> object.remove(key);
            case 1 -> object.set(other, object.get(key).deepCopy());
            case 2 -> object.set(key + "x", object.remove(key));
            default -> object.putRawValue(key, wrong());
        }
    }

    private void mutate(ArrayNode array) {
        int index = random.nextInt(array.size());
        switch (random.nextInt(8)) {
            case 0 -> array.remove(index);
            case 1 -> array.add(array.get(index).deepCopy());
            case 2 ->
                array.insert(index, array.get(random.nextInt(array.size())).deepCopy());
            default -> array.setRawValue(index, wrong());
        }
    }

    private RawValue wrong() {
        return new RawValue(WRONG.get(random.nextInt(WRONG.size())));
    }

    private static String withADuplicateKey(String text) {
        int end = text.indexOf(',');
        return end < 0 ? text : "{" + text.substring(1, end) + "," + text.substring(1);
    }
}

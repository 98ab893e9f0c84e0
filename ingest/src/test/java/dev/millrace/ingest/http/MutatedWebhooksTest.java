package dev.millrace.ingest.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.ingest.event.SourceEvents;
import dev.millrace.ingest.webhook.Reading;
import dev.millrace.ingest.webhook.VendorEvent;
import dev.millrace.ingest.webhook.VendorRequests;
import dev.millrace.ingest.webhook.Webhook;
import dev.millrace.ingest.write.Outgoing;
import dev.millrace.schemas.StoreSerde;
import dev.millrace.schemas.event.ChatEvent;
import dev.millrace.schemas.event.TicketEvent;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Consumer;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.LongRange;

/**
 * Whatever a vendor's signed body is, it becomes events that can be written, or is refused with 400: nothing else is
 * thrown. 21,000 bodies, half of them bent as JSON, half as bytes.
 */
class MutatedWebhooksTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final List<String> SAMPLES = VendorRequests.samples("");
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

    private final Map<String, Webhook> webhooks = VendorRequests.webhooks(Clock.systemUTC());
    private final StoreSerde<TicketEvent> tickets = new StoreSerde<>(TicketEvent.class);
    private final StoreSerde<ChatEvent> chats = new StoreSerde<>(ChatEvent.class);

    @Property(tries = 10_500)
    void shouldAcceptOrRefuseWhenValuesOfABodyAreOthers(@ForAll @LongRange(min = 0) long seed) throws IOException {
        Random random = new Random(seed);
        String sample = any(SAMPLES, random);
        JsonNode body = JSON.readTree(VendorRequests.sample(sample));
        for (int i = random.nextInt(3); i >= 0; i--) {
            bend(body, random);
        }
        check(sample, JSON.writeValueAsBytes(body));
    }

    @Property(tries = 10_500)
    void shouldAcceptOrRefuseWhenBytesOfABodyAreOthers(@ForAll @LongRange(min = 0) long seed) {
        Random random = new Random(seed);
        String sample = any(SAMPLES, random);
        StringBuilder text = new StringBuilder(new String(VendorRequests.sample(sample), UTF_8));
        for (int i = random.nextInt(4); i >= 0; i--) {
            int at = random.nextInt(text.length());
            text.replace(at, Math.min(text.length(), at + random.nextInt(8)), any(SPLICES, random));
        }
        byte[] bytes = text.toString().getBytes(UTF_8);
        bytes[random.nextInt(bytes.length)] ^= (byte) (random.nextInt(3) == 0 ? 0x80 : 0);
        check(sample, bytes);
    }

    private void check(String sample, byte[] body) {
        String vendor = VendorRequests.vendor(sample);
        Webhook webhook = webhooks.get(vendor);
        try {
            Reading reading = WebhookReader.read(webhook, VendorRequests.request(vendor, body, Instant.now()));
            if (reading instanceof Reading.Events told) {
                told.events().forEach(event -> checkWritten(webhook, event));
            }
        } catch (Refused refused) {
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.body().toString())
                    .doesNotContain("Lindqvist", "chain")
                    .hasSizeLessThan(10_000);
        }
    }

    private void checkWritten(Webhook webhook, VendorEvent<?> event) {
        Outgoing<?> outgoing = event.outgoing(
                new SourceEvents(webhook.origin(), subject -> "s_" + subject.hashCode(), Clock.systemUTC()));
        assertThat(outgoing.key()).startsWith(webhook.origin().domain() + "/").hasSizeLessThan(300);
        if (outgoing.value() instanceof TicketEvent ticket) {
            assertThat(tickets.decode(tickets.encode(ticket))).isEqualTo(ticket);
        } else if (outgoing.value() instanceof ChatEvent chat) {
            assertThat(chats.decode(chats.encode(chat))).isEqualTo(chat);
        }
    }

    /** Puts another value at some place of a tree, or takes the value away. */
    private static void bend(JsonNode root, Random random) throws IOException {
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

    private static <T> T any(List<T> list, Random random) {
        return list.get(random.nextInt(list.size()));
    }
}

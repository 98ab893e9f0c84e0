package dev.millrace.ingest.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
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
import java.util.List;
import java.util.Map;
import java.util.Random;
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
    private final Map<String, Webhook> webhooks = VendorRequests.webhooks(Clock.systemUTC());
    private final StoreSerde<TicketEvent> tickets = new StoreSerde<>(TicketEvent.class);
    private final StoreSerde<ChatEvent> chats = new StoreSerde<>(ChatEvent.class);

    @Property(tries = 10_500)
    void shouldAcceptOrRefuseWhenValuesOfABodyAreOthers(@ForAll @LongRange(min = 0) long seed) throws IOException {
        Random random = new Random(seed);
        String sample = Mutations.any(SAMPLES, random);
        JsonNode body = JSON.readTree(VendorRequests.sample(sample));
        for (int i = random.nextInt(3); i >= 0; i--) {
            Mutations.bend(body, random);
        }
        check(sample, JSON.writeValueAsBytes(body));
    }

    @Property(tries = 10_500)
    void shouldAcceptOrRefuseWhenBytesOfABodyAreOthers(@ForAll @LongRange(min = 0) long seed) {
        Random random = new Random(seed);
        String sample = Mutations.any(SAMPLES, random);
        check(sample, Mutations.splice(new String(VendorRequests.sample(sample), UTF_8), random));
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
}

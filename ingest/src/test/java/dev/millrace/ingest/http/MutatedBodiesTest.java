package dev.millrace.ingest.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.ingest.event.DraftRules;
import dev.millrace.ingest.event.EventDraft;
import dev.millrace.ingest.event.EventKind;
import dev.millrace.ingest.event.JsonEventReader;
import dev.millrace.ingest.event.Origin;
import dev.millrace.ingest.event.SourceEvents;
import dev.millrace.schemas.StoreSerde;
import dev.millrace.schemas.event.ChatEvent;
import dev.millrace.schemas.event.TicketEvent;
import java.time.Clock;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever a body is, it becomes events that can be written, or is refused with 400 or 413: nothing else is thrown. */
class MutatedBodiesTest {
    private static final String SECRET = "grandmother";
    private static final List<String> BODIES = List.of("""
            [{"eventId": "e1", "ticketId": "T1", "subject": "c1", "occurredAt": "2024-11-24T10:00:00Z",
              "event": {"type": "opened", "title": "My grandmother", "body": "grandmother \\u00e9 \\ud83d\\ude00",
                        "customerName": "grandmother", "tags": ["grandmother", "b"]}},
             {"ticketId": "T1", "occurredAt": "2024-11-24T10:00:00Z",
              "event": {"type": "replied", "author": "agent", "body": "grandmother", "internal": true}},
             {"ticketId": "T1", "occurredAt": "2024-11-24T10:00:00Z", "event": {"type": "rated", "rating": 5}}]""", """
            [{"eventId": "m1", "chatId": "grandmother", "occurredAt": "2024-11-24T10:00:00+05:30",
              "event": {"type": "message", "author": "customer", "text": "grandmother", "tags": []}},
             {"chatId": "9", "occurredAt": "2024-11-24T10:00:00Z", "event": {"type": "ended", "resolved": false}},
             {"chatId": "9", "occurredAt": "2024-11-24T10:00:00Z", "event": {"type": "redacted", "messageId": "m1"}}]""");
    private static final List<String> SPLICES = List.of(
            "{",
            "}",
            "[",
            "]",
            "\"",
            ",",
            ":",
            "null",
            "true",
            "-1",
            "1e999",
            "0.5",
            "\"\"",
            "\\",
            "\\u0000",
            "\\ud800",
            "\u0000",
            "[[[[[[[[[",
            "{\"a\":",
            "99999999999999999999",
            "\"event\"",
            "\uFEFF",
            "/*",
            "NaN",
            "é");

    private final BatchReader reader = new BatchReader(new JsonEventReader(new DraftRules(Clock.systemUTC())), 1000);
    private final SourceEvents events =
            new SourceEvents(new Origin("d", "s"), subject -> "s_" + subject.hashCode(), Clock.systemUTC());
    private final StoreSerde<TicketEvent> tickets = new StoreSerde<>(TicketEvent.class);
    private final StoreSerde<ChatEvent> chats = new StoreSerde<>(ChatEvent.class);

    @Property(tries = 6000)
    void shouldAcceptOrRefuseWhenABodyIsMutated(@ForAll("bodies") byte[] body) {
        try {
            reader.batch(EventKind.TICKETS, body)
                    .forEach(draft -> assertThat(written(draft, EventKind.TICKETS, tickets))
                            .isNotEmpty());
            reader.batch(EventKind.CHATS, body).forEach(draft -> assertThat(written(draft, EventKind.CHATS, chats))
                    .isNotEmpty());
        } catch (Refused refused) {
            assertThat(refused.status()).isIn(400, 413);
            assertThat(refused.body().toString()).doesNotContain(SECRET);
        }
    }

    private <V extends org.apache.avro.specific.SpecificRecord> byte[] written(
            EventDraft draft, EventKind<V> kind, StoreSerde<V> serde) {
        V event = events.event(kind, draft);
        byte[] bytes = serde.encode(event);
        assertThat(serde.decode(bytes)).isEqualTo(event);
        assertThat(events.key(draft)).startsWith("d/s/");
        return bytes;
    }

    @Provide
    Arbitrary<byte[]> bodies() {
        Arbitrary<String> base = Arbitraries.of(BODIES);
        Arbitrary<List<String>> splices =
                Arbitraries.of(SPLICES).list().ofMinSize(1).ofMaxSize(4);
        Arbitrary<List<Integer>> places =
                Arbitraries.integers().between(0, 700).list().ofSize(4);
        Arbitrary<Boolean> replacing = Arbitraries.of(true, false);
        return net.jqwik.api.Combinators.combine(base, splices, places, replacing)
                .as(MutatedBodiesTest::mutated);
    }

    private static byte[] mutated(String body, List<String> splices, List<Integer> places, boolean replacing) {
        StringBuilder text = new StringBuilder(body);
        for (int i = 0; i < splices.size(); i++) {
            int at = places.get(i) % text.length();
            int end = replacing ? Math.min(text.length(), at + 1 + places.get(i) % 7) : at;
            text.replace(at, end, splices.get(i));
        }
        byte[] bytes = text.toString().getBytes(UTF_8);
        bytes[places.get(3) % bytes.length] ^= (byte) (replacing && places.get(3) % 3 == 0 ? 0x80 : 0);
        return bytes;
    }
}

package dev.millrace.ingest.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.millrace.ingest.event.DraftRules;
import dev.millrace.ingest.event.EventDraft;
import dev.millrace.ingest.event.EventKind;
import dev.millrace.ingest.event.JsonEventReader;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchReaderTest {
    private final BatchReader reader = new BatchReader(new JsonEventReader(new DraftRules(Clock.systemUTC())), 1000);

    @Test
    void shouldListEveryBadIndexAndFieldWhenABatchHasSeveral() {
        // Given
        String good = rated("a", 5);
        String bad = rated("b", 9);

        // When
        Refused refused = refused("[" + String.join(",", good, bad, good.replace("\"a\"", "\"c\""), "7") + "]");

        // Then
        assertThat(refused.status()).isEqualTo(400);
        assertThat(refused.body().get("error")).isEqualTo("2 of 4 events cannot be used; none was written");
        assertThat(problems(refused))
                .extracting(problem -> problem.get("index") + " " + problem.get("field"))
                .containsExactly("1 event.rating", "3 ");
    }

    @Test
    void shouldListTheLastBadIndexWhenEveryEventHasManyProblems() {
        // Given
        String bad = rated("a", 9).replace("}}", ", \"p\": 1, \"q\": 2, \"r\": 3}}");
        String batch = IntStream.range(0, 1000).mapToObj(i -> bad).collect(Collectors.joining(",", "[", "]"));

        // When
        Refused refused = refused(batch);

        // Then
        assertThat(problems(refused)).hasSize(4000).last().extracting("index").isEqualTo(999);
    }

    @Test
    void shouldKeepOneEventWhenTheSameStandsTwiceInABatch() throws Exception {
        // When
        List<EventDraft> drafts =
                reader.batch(EventKind.TICKETS, ("[" + rated("a", 5) + "," + rated("a", 5) + "]").getBytes(UTF_8));

        // Then
        assertThat(drafts).hasSize(1);
    }

    @Test
    void shouldRefuseTheSecondWhenAnIdStandsTwiceWithDifferentEvents() {
        // When
        Refused refused = refused("[" + rated("a", 5) + "," + rated("a", 4) + "]");

        // Then
        assertThat(problems(refused))
                .singleElement()
                .extracting("index", "field")
                .containsExactly(1, "eventId");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``                  | 400 | is empty",
                "{}                  | 400 | no array",
                "[]                  | 400 | no array",
                "[{\"a\": 1          | 400 | ends too early",
                "[{\"a\": 1]         | 400 | syntax error",
                "[{}] x              | 400 | syntax error",
                "[{\"a\":1,\"a\":2}] | 400 | a field stands twice",
                "[[[[[[[[[[1]]]]]]]]]] | 400 | nested deeper",
                "[NaN]               | 400 | syntax error",
            })
    void shouldSayWhatIsWrongWhenABodyIsNoBatch(String body, int status, String message) {
        // When
        Refused refused = refused(body);

        // Then
        assertThat(refused.status()).isEqualTo(status);
        assertThat(refused).hasMessageContaining(message);
    }

    @Test
    void shouldSayTooLargeWhenABatchHasMoreEventsThanAllowed() {
        // When
        Refused refused =
                refused(IntStream.range(0, 1001).mapToObj(i -> "0").collect(Collectors.joining(",", "[", "]")));

        // Then
        assertThat(refused.status()).isEqualTo(413);
    }

    private Refused refused(String body) {
        return catchThrowableOfType(Refused.class, () -> reader.batch(EventKind.TICKETS, body.getBytes(UTF_8)));
    }

    @SuppressWarnings("unchecked")
    private static List<Map<String, Object>> problems(Refused refused) {
        return (List<Map<String, Object>>) refused.body().get("problems");
    }

    private static String rated(String id, int rating) {
        return "{\"eventId\": \"" + id + "\", \"ticketId\": \"T\", \"occurredAt\": \"2024-11-24T10:00:00Z\","
                + " \"event\": {\"type\": \"rated\", \"rating\": " + rating + "}}";
    }
}

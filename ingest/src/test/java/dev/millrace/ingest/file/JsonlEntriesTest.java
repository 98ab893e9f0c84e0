package dev.millrace.ingest.file;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.schemas.event.Author;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class JsonlEntriesTest {

    @Test
    void shouldReadEveryFieldWhenALineHasThemAll() throws Exception {
        // When
        Entry entry = first("""
                {"id": "c1", "subject": "ada", "rating": 5, "tags": ["t"], "messages": [\
                {"role": "customer", "text": "Hi", "at": "2020-01-01T00:00:00Z"},\
                {"role": "agent", "text": "note", "internal": true},\
                {"role": "assistant", "text": "Hello"}]}
                """);

        // Then
        assertThat(entry)
                .isEqualTo(new Entry.Read(
                        1,
                        new ImportedConversation(
                                "c1",
                                "ada",
                                List.of(
                                        new ImportedMessage(
                                                "messages[0]",
                                                Author.CUSTOMER,
                                                "Hi",
                                                Instant.parse("2020-01-01T00:00:00Z"),
                                                false),
                                        new ImportedMessage("messages[1]", Author.AGENT, "note", null, true),
                                        new ImportedMessage("messages[2]", Author.AGENT, "Hello", null, false)),
                                5,
                                List.of("t"))));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "nonsense                                                       | is not JSON",
                "[1]                                                            | is not a JSON object",
                "{}                                                             | messages is missing",
                "{\"messages\": []}                                             | messages is empty",
                "{\"messages\": [1]}                                            | messages[0] is of JSON type number",
                "{\"messages\": [{\"role\": \"boss\", \"text\": \"x\"}]}        | messages[0].role is none",
                "{\"messages\": [{\"role\": \"user\"}]}                         | messages[0].text is missing",
                "{\"messages\": [{\"role\": \"user\", \"text\": \"x\", \"at\": \"noon\"}]} | messages[0].at is not a time",
                "{\"mesages\": []}                                              | mesages is not a known field",
                "{\"messages\": [{\"role\": \"user\", \"text\": \"x\"}], \"rating\": \"5\"} | rating is of JSON type string",
            })
    void shouldSayWhatIsWrongWhenALineIsBad(String line, String reason) throws Exception {
        // When
        Entry entry = first("\n" + line + "\n");

        // Then
        assertThat(entry.line()).isEqualTo(2);
        assertThat(((Entry.Bad) entry).reason()).contains(reason);
    }

    @Test
    void shouldGoOnWhenALineIsTooLong() throws Exception {
        // Given
        Entries entries = entries(
                "{\"id\": \"" + "x".repeat(5000) + "\"}\n" + "{\"messages\": [{\"role\": \"user\", \"text\": \"x\"}]}");

        // When
        Entry tooLong = entries.next();
        Entry good = entries.next();
        Entry end = entries.next();

        // Then
        assertThat(((Entry.Bad) tooLong).reason()).contains("expected at most 1000");
        assertThat(good).isInstanceOf(Entry.Read.class);
        assertThat(end).isNull();
    }

    private static Entry first(String text) throws IOException {
        Entry entry = entries(text).next();
        assertThat(entry).isNotNull();
        return entry;
    }

    private static Entries entries(String text) {
        return new JsonlEntries(new Lines(new ByteArrayInputStream(text.getBytes(UTF_8)), 1000));
    }
}

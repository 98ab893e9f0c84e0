package dev.millrace.ingest.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.schemas.event.Author;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileTimesTest {

    @Test
    void shouldKeepTheFirstTimeWhenAFileIsImportedAgain(@TempDir Path directory) throws Exception {
        // Given
        Instant first = new FileTimes(directory, at("2026-11-24T10:00:00Z")).of("abc");

        // When
        Instant second = new FileTimes(directory, at("2026-11-25T10:00:00Z")).of("abc");
        Instant other = new FileTimes(directory, at("2026-11-25T10:00:00Z")).of("def");

        // Then
        assertThat(first).isEqualTo("2026-11-24T10:00:00Z").isEqualTo(second);
        assertThat(other).isEqualTo("2026-11-25T10:00:00Z");
    }

    @Test
    void shouldGiveTheSameFingerprintWhenRowsAreShuffledAndAnotherWhenTheyDiffer() {
        // When
        String fingerprint = fingerprint("a", "b", "b");
        String shuffled = fingerprint("b", "a", "b");
        String different = fingerprint("a", "b");

        // Then
        assertThat(shuffled).isEqualTo(fingerprint);
        assertThat(different).isNotEqualTo(fingerprint);
    }

    @Test
    void shouldFindEveryKeyWhenATableHasGrown() {
        // Given
        LongTable table = new LongTable();

        // When
        for (long key = 1; key <= 100_000; key++) {
            table.put(key * 0x9E3779B97F4A7C15L, key);
        }

        // Then
        for (long key = 1; key <= 100_000; key++) {
            assertThat(table.get(key * 0x9E3779B97F4A7C15L)).isEqualTo(key);
        }
        assertThat(table.get(5)).isZero();
    }

    private static String fingerprint(String... questions) {
        Fingerprint fingerprint = new Fingerprint();
        for (String question : questions) {
            fingerprint.add(ConversationDigest.of(new ImportedConversation(
                    null,
                    null,
                    List.of(new ImportedMessage("question", Author.CUSTOMER, question, null, false)),
                    null,
                    List.of())));
        }
        return fingerprint.hex();
    }

    private static Clock at(String time) {
        return Clock.fixed(Instant.parse(time), ZoneOffset.UTC);
    }
}

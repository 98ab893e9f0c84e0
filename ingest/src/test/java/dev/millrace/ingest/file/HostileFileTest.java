package dev.millrace.ingest.file;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.ingest.event.DraftRules;
import dev.millrace.ingest.event.EventKind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What no conversation can be read from is one bad line with a reason, whatever it is, and the rest of the file is read. */
class HostileFileTest {
    private static final int MEGABYTE = 1 << 20;
    private static final String GOOD_JSON =
            "{\"messages\":[{\"role\":\"user\",\"text\":\"Hi\"},{\"role\":\"agent\",\"text\":\"Hello\"}]}";

    @TempDir
    private Path directory;

    @ParameterizedTest(name = "{0}")
    @MethodSource("lines")
    void shouldReportOneLineAndReadTheRestWhenALineOfJsonIsHostile(String what, byte[] line, String reason)
            throws IOException {
        // Given
        Path file = directory.resolve("hostile.jsonl");
        Files.write(file, lines(GOOD_JSON.getBytes(UTF_8), line, GOOD_JSON.getBytes(UTF_8)));

        // When
        List<ConversationReader.Line> read = read(file, FileFormat.JSONL);

        // Then
        assertThat(read).hasSize(3);
        assertThat(read.get(0).reason()).isEmpty();
        assertThat(read.get(1).reason()).get().asString().contains(reason).hasSizeLessThan(500);
        assertThat(read.get(2).reason()).isEmpty();
    }

    static Stream<Arguments> lines() {
        return Stream.of(
                Arguments.of("10 MB", message("x".repeat(10 * MEGABYTE), "").getBytes(UTF_8), "expected at most"),
                Arguments.of(
                        "a text beyond the limit",
                        message("x".repeat(MEGABYTE), "").getBytes(UTF_8),
                        "characters"),
                Arguments.of("not UTF-8", message("Zoë", "").getBytes(ISO_8859_1), "UTF-8"),
                Arguments.of("half a character", message("\\ud800", "").getBytes(UTF_8), "U+D800"),
                Arguments.of("deep", "[".repeat(MEGABYTE).getBytes(UTF_8), "nested deeper"),
                Arguments.of("1970", message("x", at("1970-01-01T00:00:00Z")).getBytes(UTF_8), "1970"),
                Arguments.of("2100", message("x", at("2100-01-01T00:00:00Z")).getBytes(UTF_8), "2100"),
                Arguments.of(
                        "an id of a megabyte",
                        GOOD_JSON
                                .replace("{\"messages", "{\"id\":\"" + "7".repeat(MEGABYTE) + "\",\"messages")
                                .getBytes(UTF_8),
                        "characters"));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("rows")
    void shouldReportOneRowAndReadTheRestWhenARowIsHostile(String what, byte[] row, String reason) throws IOException {
        // Given
        Path file = directory.resolve("hostile.csv");
        byte[] good = "Hi,Hello,,2024-11-24T09:30:00Z".getBytes(UTF_8);
        Files.write(file, lines("question,answer,id,time".getBytes(UTF_8), good, row, good));

        // When
        List<ConversationReader.Line> read = read(file, FileFormat.CSV);

        // Then
        assertThat(read).hasSize(3);
        assertThat(read.get(1).reason()).get().asString().contains(reason).hasSizeLessThan(500);
        assertThat(read.get(2).reason()).isEmpty();
    }

    static Stream<Arguments> rows() {
        return Stream.of(
                Arguments.of(
                        "10 MB",
                        ("Hi," + "x".repeat(10 * MEGABYTE) + ",,2024-11-24T09:30:00Z").getBytes(UTF_8),
                        "expected at most"),
                Arguments.of("not UTF-8", "Hi,Zoë,,2024-11-24T09:30:00Z".getBytes(ISO_8859_1), "UTF-8"),
                Arguments.of("1970", "Hi,Hello,,1970-01-01T00:00:00Z".getBytes(UTF_8), "1970"),
                Arguments.of("2100", "Hi,Hello,,2100-01-01T00:00:00Z".getBytes(UTF_8), "2100"),
                Arguments.of(
                        "an id of a megabyte",
                        ("Hi,Hello," + "7".repeat(MEGABYTE) + ",2024-11-24T09:30:00Z").getBytes(UTF_8),
                        "characters"));
    }

    private static String message(String text, String more) {
        return "{\"messages\":[{\"role\":\"user\",\"text\":\"" + text + "\"" + more
                + "},{\"role\":\"agent\",\"text\":\"Hello\"}]}";
    }

    private static String at(String time) {
        return ",\"at\":\"" + time + "\"";
    }

    private static byte[] lines(byte[]... lines) throws IOException {
        ByteArrayOutputStream file = new ByteArrayOutputStream();
        for (byte[] line : lines) {
            file.write(line);
            file.write('\n');
        }
        return file.toByteArray();
    }

    private static List<ConversationReader.Line> read(Path file, FileFormat format) throws IOException {
        List<ConversationReader.Line> read = new ArrayList<>();
        try (ConversationReader reader = ConversationReader.open(
                file,
                format,
                ColumnMapping.parse(List.of()),
                EventKind.TICKETS,
                new DraftRules(Clock.systemUTC()),
                Instant.parse("2026-01-01T00:00:00Z"))) {
            for (ConversationReader.@Nullable Line line = reader.next(); line != null; line = reader.next()) {
                read.add(line);
            }
        }
        return read;
    }
}

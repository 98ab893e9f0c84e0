package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cli.terminal.RecordedTerminal;
import dev.millrace.runtime.ExitCode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RedactCommandTest {
    private final RecordedTerminal recorded = RecordedTerminal.plain();

    @TempDir
    private Path folder;

    private Path file(String content) throws IOException {
        return Files.writeString(folder.resolve("texts.jsonl"), content);
    }

    private int redact(Path file, String... more) {
        String[] line = new String[more.length + 2];
        line[0] = "redact";
        line[1] = file.toString();
        System.arraycopy(more, 0, line, 2, more.length);
        return Millrace.run(recorded.terminal(), line);
    }

    @Test
    void shouldWriteTextAndSpansInCodePoints() throws IOException {
        Path file = file("""
                {"id": 7, "text": "\uD83D\uDE00 ada@larkspur.example and Ada@larkspur.example"}

                {"text": "nothing here"}
                """);

        int exit = redact(file);

        assertThat(exit).isZero();
        assertThat(recorded.lines())
                .containsExactly(
                        "{\"line\":1,\"text\":\"\uD83D\uDE00 <EMAIL_1> and <EMAIL_1>\",\"spans\":["
                                + "{\"type\":\"email\",\"start\":2,\"end\":22},{\"type\":\"email\",\"start\":27,\"end\":47}]}",
                        "{\"line\":3,\"text\":\"nothing here\",\"spans\":[]}");
        assertThat(recorded.err()).contains("2 lines, 0 bad, 2 spans");
    }

    @Test
    void shouldTellBadLinesAndFailWhereThereAreTooMany() throws IOException {
        Path file = file("{\"text\": \"a\"}\n{\"text\": 7}\nno JSON\n");

        int exit = redact(file);

        assertThat(exit).isEqualTo(ExitCode.BAD_INPUT.code());
        assertThat(recorded.lines()).containsExactly("{\"line\":1,\"text\":\"a\",\"spans\":[]}");
        assertThat(recorded.err())
                .contains(
                        "line 2 has no string 'text'",
                        "line 3 is not JSON",
                        "2 of 3 lines are bad; expected at most 1.0 %");
    }

    @Test
    void shouldTakeAsManyBadLinesAsAllowed() throws IOException {
        assertThat(redact(file("{\"text\": \"a\"}\n[]\n"), "--max-bad", "0.5")).isZero();
    }

    @Test
    void shouldReadPackedFilesAndWriteAFile() throws IOException {
        // Given
        Path file = folder.resolve("texts.jsonl.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write("{\"text\": \"from 10.1.2.3\"}\n".getBytes(StandardCharsets.UTF_8));
        }
        Path out = folder.resolve("redacted.jsonl");

        // When
        int exit = redact(file, "--out", out.toString());

        // Then
        assertThat(exit).isZero();
        assertThat(recorded.out()).isEmpty();
        assertThat(out)
                .hasContent(
                        "{\"line\":1,\"text\":\"from <IP_1>\",\"spans\":[{\"type\":\"ip\",\"start\":5,\"end\":13}]}");
        assertThat(redact(file, "--out", out.toString())).isEqualTo(ExitCode.USAGE.code());
    }

    @Test
    void shouldGoByThePolicyOfTheDomain() throws IOException {
        Path config = Files.writeString(
                folder.resolve("millrace.yaml"),
                "domains: {retail: {policy: {phoneRegion: DE, redaction: {email: false, dictionary: [Zelda]}}}}\n");
        Path file = file("{\"text\": \"Zelda, a@larkspur.example, 030 901820\"}\n");

        int exit = redact(file, "--domain", "retail", "--config", config.toString());

        assertThat(exit).isZero();
        assertThat(recorded.out()).contains("\"<NAME_1>, a@larkspur.example, <PHONE_1>\"");
    }

    @Test
    void shouldSayWhatIsWrongWithTheFile() throws IOException {
        // Given
        Path broken =
                Files.write(folder.resolve("broken.gz"), new byte[] {0x1F, (byte) 0x8B, 8, 0, 0, 0, 0, 0, 0, 0, 3});

        // When
        int absent = redact(folder.resolve("absent.jsonl"));
        int damaged = redact(broken);

        // Then
        assertThat(absent).isEqualTo(ExitCode.NOT_FOUND.code());
        assertThat(damaged).isEqualTo(ExitCode.BAD_INPUT.code());
        assertThat(recorded.err()).contains("absent.jsonl cannot be read", "broken.gz cannot be read to its end");
    }

    @Test
    void shouldStreamManyLines() throws IOException {
        Path file = file(String.join("", Collections.nCopies(5_000, "{\"text\": \"call 212-555-0123\"}\n")));

        assertThat(redact(file)).isZero();
        assertThat(recorded.lines()).hasSize(5_000).allMatch(line -> line.contains("<PHONE_1>"));
    }
}

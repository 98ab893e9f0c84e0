package dev.millrace.lm.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.lm.format.FormatException;
import dev.millrace.lm.text.ChatMessage;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ChatFileTest {
    private static final String LINES = """
            {"id":"a1","subject":"s_1","tags":["x"],"messages":[{"role":"user","content":"Hi é"}]}

            {"messages":[{"role":"user","content":"Q"},{"role":"assistant","content":"A"}]}
            """;

    @TempDir
    Path folder;

    @Test
    void shouldReadExamplesWhenTheFileIsCompressed() throws IOException {
        // Given
        Path file = folder.resolve("train.jsonl.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(LINES.getBytes(StandardCharsets.UTF_8));
        }

        // When
        List<ChatExample> examples = ChatFile.read(file);

        // Then
        assertThat(examples)
                .containsExactly(
                        new ChatExample("a1", "s_1", List.of(ChatMessage.user("Hi é"))),
                        new ChatExample("line 3", "", List.of(ChatMessage.user("Q"), ChatMessage.assistant("A"))));
    }

    @Test
    void shouldSayThatTheFileIsDamagedWhenItEndsTooEarly() throws IOException {
        // Given
        Path whole = folder.resolve("whole.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(whole))) {
            out.write(LINES.getBytes(StandardCharsets.UTF_8));
        }
        byte[] bytes = Files.readAllBytes(whole);
        Path cut = Files.write(folder.resolve("cut.gz"), Arrays.copyOf(bytes, bytes.length - 20));

        // When
        var reading = assertThatThrownBy(() -> ChatFile.read(cut));

        // Then
        reading.isInstanceOf(FormatException.class).hasMessageContaining("is damaged");
    }

    @Test
    void shouldStopUnpackingWhenASmallFileHoldsMoreThanMemory() throws IOException {
        // Given
        Path bomb = folder.resolve("train.jsonl.gz");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(bomb))) {
            byte[] oneLine = new byte[1 << 20];
            Arrays.fill(oneLine, (byte) 'x');
            for (int i = 0; i < 64; i++) {
                out.write(oneLine);
            }
        }

        // When
        var reading = assertThatThrownBy(() -> ChatFile.read(bomb, 8 << 20));

        // Then
        assertThat(bomb).satisfies(file -> assertThat(Files.size(file)).isLessThan(1 << 17));
        reading.isInstanceOf(FormatException.class)
                .hasMessageContaining("train.jsonl.gz unpacks to more than 8388608 bytes")
                .hasMessageContaining("-Xmx");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "{; no valid JSON",
                "{}; messages is missing",
                "{\"messages\":[]}; messages is []",
                "{\"messages\":[{\"role\":\"user\"}]}; content is missing",
                "{\"messages\":[{\"role\":1,\"content\":\"x\"}]}; role is NUMBER, expected a string",
            })
    void shouldNameTheLineWhenItIsBad(String line, String reason) throws IOException {
        // Given
        Path file = Files.writeString(
                folder.resolve("x.jsonl"), "{\"messages\":[{\"role\":\"user\",\"content\":\"x\"}]}\n" + line);

        // When
        var reading = assertThatThrownBy(() -> ChatFile.read(file));

        // Then
        reading.isInstanceOf(FormatException.class)
                .hasMessageContaining("line 2")
                .hasMessageContaining(reason);
    }
}

package dev.millrace.lm.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.lm.format.HostTensor;
import dev.millrace.lm.gguf.GgmlType;
import dev.millrace.lm.gguf.Gguf;
import dev.millrace.lm.gguf.GgufTensor;
import dev.millrace.lm.gguf.GgufValue;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged GGUF files. */
class GgufFuzzTest {
    @TempDir
    Path folder;

    @Test
    void shouldReadOrRefuseDamagedFiles() throws IOException {
        // Given
        byte[] gguf = gguf();
        ByteMutations damage = new ByteMutations(new Random(14));

        // When
        int refused = new Fuzz(folder)
                .refusals("x.gguf", 3000, () -> damage.of(gguf, gguf.length), GgufFuzzTest::readEverything);

        // Then
        assertThat(refused).isGreaterThan(1000);
    }

    private byte[] gguf() throws IOException {
        Map<String, GgufValue> metadata = new LinkedHashMap<>();
        metadata.put("general.architecture", GgufValue.text("llama"));
        metadata.put("llama.block_count", GgufValue.u32(2));
        metadata.put("tokenizer.ggml.tokens", GgufValue.texts(List.of("a", "Ġb", "")));
        metadata.put("tokenizer.ggml.token_type", GgufValue.i32s(new int[] {1, -1}));
        metadata.put("tokenizer.ggml.scores", GgufValue.f32s(new float[] {0.5f}));
        HostTensor matrix = HostTensor.zeros(2, 32);
        Path file = folder.resolve("whole.gguf");
        Gguf.write(
                file,
                metadata,
                List.of(
                        GgufTensor.of("plain", GgmlType.F32, new long[] {2, 32}, () -> matrix),
                        GgufTensor.of("eight", GgmlType.Q8_0, new long[] {2, 32}, () -> matrix),
                        GgufTensor.of("four", GgmlType.Q4_0, new long[] {2, 32}, () -> matrix)));
        return Files.readAllBytes(file);
    }

    private static void readEverything(Path file) {
        try (Gguf read = Gguf.open(file)) {
            read.names().forEach(read::read);
        }
    }
}

package dev.millrace.lm.verify;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.lm.format.FormatException;
import dev.millrace.lm.format.GoldenCases;
import dev.millrace.lm.model.LanguageModel;
import dev.millrace.lm.model.LoadOptions;
import dev.millrace.lm.model.Precision;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model folder with a wrong header or config is refused with a reason before the engine computes with it. */
class DamagedModelIT {
    private static final Path GOLDEN = GoldenCases.folder("llama");
    private static final int MUTATIONS = 400;
    private static final int HEADER_BYTES = 3000;

    @TempDir
    Path folder;

    @Test
    void shouldLoadOrRefuseEveryMutationOfAModelFolder() throws IOException {
        // Given
        byte[] weights = Files.readAllBytes(GOLDEN.resolve("model.safetensors"));
        byte[] config = Files.readAllBytes(GOLDEN.resolve("config.json"));
        Random random = new Random(3);
        int refused = 0;

        // When
        for (int i = 0; i < MUTATIONS; i++) {
            boolean header = i % 2 == 0;
            Files.write(
                    folder.resolve("model.safetensors"), header ? mutation(weights, 8, HEADER_BYTES, random) : weights);
            Files.write(folder.resolve("config.json"), header ? config : mutation(config, 0, config.length, random));
            refused += refuses() ? 1 : 0;
        }

        // Then
        assertThat(refused).isBetween(MUTATIONS / 2, MUTATIONS - 1);
    }

    private boolean refuses() {
        LoadOptions options = LoadOptions.of(Precision.F32).upTo(64);
        try (LanguageModel model = LanguageModel.load(folder, options)) {
            assertThat(model.logits(new int[] {1, 2, 3}))
                    .hasSize(3 * model.config().vocabSize());
            return false;
        } catch (FormatException e) {
            assertThat(e).message().isNotBlank();
            return true;
        }
    }

    private static byte[] mutation(byte[] original, int from, int length, Random random) {
        byte[] bytes = original.clone();
        bytes[from + random.nextInt(length)] = (byte) (' ' + random.nextInt(95));
        return bytes;
    }
}

package dev.millrace.lm.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.lm.format.GoldenCases;
import dev.millrace.lm.format.HostTensor;
import dev.millrace.lm.format.ModelConfig;
import dev.millrace.lm.format.Safetensors;
import dev.millrace.lm.format.TensorData;
import dev.millrace.lm.quant.Nf4;
import dev.millrace.lm.text.TokenBatch;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LanguageModelIT {

    private static final TokenBatch MIXED = TinyModels.batch(3, 70, 9, 9, 130, 1);

    @TempDir
    Path folder;

    @Test
    void shouldScorePackedDocumentsAsIfEachWereAlone() {
        // Given
        try (LanguageModel model = TinyModels.of(TinyModels.plain())) {

            // When
            Scores together = model.score(MIXED);

            // Then
            for (int i = 0; i < MIXED.documents(); i++) {
                int from = MIXED.starts()[i];
                TokenBatch alone = new TokenBatch(
                        Arrays.copyOfRange(MIXED.ids(), from, from + MIXED.length(i)),
                        Arrays.copyOfRange(MIXED.targets(), from, from + MIXED.length(i)),
                        new int[] {0});
                assertThat(together.nats(i)).isCloseTo(model.score(alone).totalNats(), Offset.offset(1e-3));
                assertThat(together.tokens(i)).isEqualTo(alone.scored());
            }
            assertThat(together.totalTokens()).isEqualTo(MIXED.scored());
        }
    }

    @Test
    void shouldNotLookAhead() {
        // Given
        int[] ids = TinyModels.tokens(1, 90);
        int[] changed = ids.clone();
        changed[80] = (ids[80] + 1) % TinyModels.VOCABULARY;
        try (LanguageModel model = TinyModels.of(TinyModels.headNormed())) {

            // When
            float[] logits = model.logits(ids);
            float[] others = model.logits(changed);

            // Then
            int before = 80 * TinyModels.VOCABULARY;
            assertThat(Arrays.copyOf(others, before)).containsExactly(Arrays.copyOf(logits, before));
            assertThat(others).isNotEqualTo(logits);
        }
    }

    @Test
    void shouldAddUpGradientsOverBatches() {
        // Given
        try (LanguageModel model = TinyModels.of(TinyModels.plain())) {
            Trainable weights = model.trainWeights();
            model.forwardBackward(MIXED, 1);
            double once = weights.gradientNorm();

            // When
            model.forwardBackward(MIXED, 1);

            // Then
            assertThat(weights.gradientNorm()).isCloseTo(2 * once, Offset.offset(1e-4 * once));
        }
    }

    @Test
    void shouldComputeIn4BitsAsWithTheRestoredWeights() throws IOException {
        // Given
        Path golden = GoldenCases.folder("qwen2");
        restoreFrom4Bits(golden);
        int[] ids = {5, 99, 600, 7, 7, 320};
        float[] expected;
        try (LanguageModel restored = LanguageModel.load(folder, LoadOptions.of(Precision.F32))) {
            expected = restored.logits(ids);
        }

        // When
        float[] logits;
        try (LanguageModel quantized =
                LanguageModel.load(golden, LoadOptions.of(Precision.F32).quantized())) {
            logits = quantized.logits(ids);
        }

        // Then
        assertThat(logits).containsExactly(expected);
    }

    /** Copies a model folder, with the linear layers of its blocks quantized and restored. */
    private void restoreFrom4Bits(Path from) throws IOException {
        Map<String, TensorData> tensors = new LinkedHashMap<>();
        try (Safetensors file = Safetensors.open(from)) {
            for (String name : file.names()) {
                HostTensor tensor = file.read(name);
                boolean linear = name.endsWith("_proj.weight");
                tensors.put(name, TensorData.f32(linear ? restored(tensor) : tensor));
            }
            Safetensors.write(folder.resolve("model.safetensors"), tensors, Map.of());
        }
        Files.copy(from.resolve("config.json"), folder.resolve("config.json"));
    }

    private static HostTensor restored(HostTensor tensor) {
        int rows = tensor.shape()[0];
        int cols = tensor.shape()[1];
        return new HostTensor(
                tensor.shape(), Nf4.quantize(tensor.values(), rows, cols).dequantize());
    }

    @Test
    void shouldLoadWhatItSaved() throws IOException {
        // Given
        Path golden = GoldenCases.folder("llama");
        ModelConfig config = ModelConfig.read(golden);
        int[] ids = {3, 1, 4, 1, 5, 9, 2, 6};
        float[] expected;
        try (LanguageModel fresh = LanguageModel.initialize(config, LoadOptions.of(Precision.BF16), 8)) {
            expected = fresh.logits(ids);

            // When
            fresh.save(folder);
        }
        Files.copy(golden.resolve("config.json"), folder.resolve("config.json"));

        // Then
        try (LanguageModel loaded = LanguageModel.load(folder, LoadOptions.of(Precision.BF16))) {
            assertThat(loaded.logits(ids)).containsExactly(expected);
        }
    }

    @Test
    void shouldRefuseABatchThatIsTooLarge() {
        try (LanguageModel model =
                TinyModels.of(TinyModels.plain(), LoadOptions.of(Precision.F32).upTo(100))) {
            assertThatThrownBy(() -> model.score(MIXED))
                    .hasMessageContaining("219 tokens")
                    .hasMessageContaining("100");
        }
    }

    @Test
    void shouldRefuseATokenOutsideTheVocabulary() {
        try (LanguageModel model = TinyModels.of(TinyModels.plain())) {
            int[] ids = {3, TinyModels.VOCABULARY, 4};

            assertThatThrownBy(() -> model.logits(ids))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("token id 61 at position 1")
                    .hasMessageContaining("0 to 60");
        }
    }

    @Test
    void shouldRefuseToTrainWeightsIn4Bits() {
        try (LanguageModel model =
                TinyModels.of(TinyModels.plain(), LoadOptions.of(Precision.F32).quantized())) {
            assertThatThrownBy(model::trainWeights).hasMessageContaining("4 bits");
        }
    }
}

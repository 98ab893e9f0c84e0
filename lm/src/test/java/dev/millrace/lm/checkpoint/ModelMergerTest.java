package dev.millrace.lm.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.lm.format.ElementType;
import dev.millrace.lm.format.GoldenCases;
import dev.millrace.lm.format.Halves;
import dev.millrace.lm.format.HostTensor;
import dev.millrace.lm.format.ModelConfig;
import dev.millrace.lm.format.PeftAdapter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelMergerTest {
    private static final Path BASE = GoldenCases.folder("qwen2");
    private static final PeftAdapter ADAPTER = PeftAdapter.read(BASE.resolve("adapter"));

    @TempDir
    Path folder;

    @Test
    void shouldAddTheScaledProductWhenAMatrixIsAdapted() {
        // Given
        String module = "model.layers.0.self_attn.q_proj";
        HostTensor a = ADAPTER.tensors().get(PeftAdapter.nameOfA(module));
        HostTensor b = ADAPTER.tensors().get(PeftAdapter.nameOfB(module));
        int rank = ADAPTER.config().rank();

        // When
        try (Checkpoint base = Checkpoint.open(BASE)) {
            HostTensor merged = new MergedWeights(base, Optional.of(ADAPTER)).read(module + ".weight");

            // Then
            HostTensor before = base.read(module + ".weight");
            int in = before.shape()[1];
            for (int i = 0; i < merged.values().length; i++) {
                double product = 0;
                for (int k = 0; k < rank; k++) {
                    product += (double) b.values()[i / in * rank + k] * a.values()[k * in + i % in];
                }
                double expected = before.values()[i] + ADAPTER.config().scale() * product;
                assertThat((double) merged.values()[i]).isCloseTo(expected, within(1e-6));
            }
        }
    }

    @ParameterizedTest
    @CsvSource({"F32, float32", "BF16, bfloat16", "F16, float16"})
    void shouldMakeAModelFolderOfItsOwnWhenAnAdapterIsMerged(ElementType type, String name) throws IOException {
        // Given
        Path merged = folder.resolve("merged");

        // When
        try (Checkpoint base = Checkpoint.open(BASE)) {
            MergedWeights weights = new MergedWeights(base, Optional.of(ADAPTER));
            ModelMerger.merge(weights, type, "adapter", merged);

            // Then
            try (Checkpoint read = Checkpoint.open(merged)) {
                assertThat(read.config()).isEqualTo(base.config());
                for (String tensor : read.layout().names()) {
                    assertThat(read.type(tensor)).isEqualTo(type);
                    assertThat(read.read(tensor).values())
                            .as(tensor)
                            .containsExactly(rounded(type, weights.read(tensor).values()));
                }
            }
        }
        assertThat(merged.resolve("tokenizer.json")).hasSameBinaryContentAs(BASE.resolve("tokenizer.json"));
        assertThat(merged.resolve("chat_template.jinja")).exists();
        assertThat(Files.readString(merged.resolve("config.json"))).contains("\"dtype\" : \"" + name + "\"");
        assertThat(Files.readString(merged.resolve("README.md"))).contains("adapter", name);
    }

    @Test
    void shouldTakeTheTypeOfAnOlderConfigByItsOlderName() throws IOException {
        // Given
        Path base = Files.createDirectory(folder.resolve("base"));
        Files.copy(BASE.resolve("model.safetensors"), base.resolve("model.safetensors"));
        String config = Files.readString(BASE.resolve("config.json")).replace("\"dtype\"", "\"torch_dtype\"");
        Files.writeString(base.resolve("config.json"), config);

        // When
        try (Checkpoint checkpoint = Checkpoint.open(base)) {
            ModelMerger.merge(
                    new MergedWeights(checkpoint, Optional.empty()), ElementType.F16, "none", folder.resolve("merged"));
        }

        // Then
        assertThat(ModelConfig.read(folder.resolve("merged"))).isNotNull();
        assertThat(Files.readString(folder.resolve("merged").resolve("config.json")))
                .contains("\"torch_dtype\" : \"float16\"")
                .doesNotContain("\"dtype\"");
    }

    private static float[] rounded(ElementType type, float[] values) {
        float[] rounded = values.clone();
        for (int i = 0; i < rounded.length; i++) {
            rounded[i] = switch (type) {
                case BF16 -> Halves.fromBfloat16(Halves.toBfloat16(values[i]));
                case F16 -> Halves.fromFloat16(Halves.toFloat16(values[i]));
                default -> values[i];
            };
        }
        return rounded;
    }
}

package dev.millrace.lm.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.lm.checkpoint.Checkpoint;
import dev.millrace.lm.checkpoint.MergedWeights;
import dev.millrace.lm.format.FormatException;
import dev.millrace.lm.format.GoldenCases;
import dev.millrace.lm.format.HostTensor;
import dev.millrace.lm.format.ModelConfig;
import dev.millrace.lm.format.PeftAdapter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

class GgufModelTest {
    @TempDir
    Path folder;

    static Stream<String> families() {
        return GoldenCases.FAMILIES.stream();
    }

    @ParameterizedTest
    @MethodSource("families")
    void shouldHoldEveryTensorOfTheCheckpointWhenAFamilyIsExported(String family) {
        // Given
        Path file = folder.resolve("model.gguf");

        // When
        try (Checkpoint base = Checkpoint.open(GoldenCases.folder(family))) {
            GgufModel.write(new MergedWeights(base, Optional.empty()), GgmlType.F32, family, file);

            // Then
            try (Gguf read = Gguf.open(file)) {
                Architecture architecture = Architecture.of(base.config());
                assertThat(read.text("general.architecture")).contains(architecture.name());
                for (String name : base.layout().names()) {
                    HostTensor expected = architecture.inOrder(name, base.read(name));
                    assertThat(read.read(architecture.tensorName(name)))
                            .as(name)
                            .isEqualTo(expected);
                }
                int own = base.config().ropeScaling() == null ? 0 : 1;
                assertThat(read.names()).hasSize(base.layout().names().size() + own);
            }
        }
    }

    @Test
    void shouldInterleaveTheHalvesOfEachHeadWhenTheArchitectureIsLlama() {
        // Given
        ModelConfig config = ModelConfig.read(GoldenCases.folder("llama"));
        int rows = config.heads() * config.headDim();
        float[] rowNumbers = new float[rows];
        for (int row = 0; row < rows; row++) {
            rowNumbers[row] = row;
        }
        HostTensor queries = new HostTensor(new int[] {rows, 1}, rowNumbers);

        // When
        HostTensor moved = Architecture.of(config).inOrder("model.layers.0.self_attn.q_proj.weight", queries);

        // Then
        int half = config.headDim() / 2;
        assertThat(moved.values()).startsWith(0, half, 1, half + 1);
        assertThat(moved.values()[config.headDim()]).isEqualTo(config.headDim());
    }

    @ParameterizedTest
    @CsvSource({"F16, F16, F16, 1", "Q8_0, Q8_0, Q8_0, 7", "Q4_0, Q4_0, Q8_0, 2"})
    void shouldStoreMatricesInTheTypeAskedForAndVectorsWhole(
            GgmlType asked, GgmlType matrices, GgmlType embedding, long fileType) {
        // Given
        Path file = folder.resolve("model.gguf");

        // When
        try (Checkpoint base = Checkpoint.open(GoldenCases.folder("qwen2"))) {
            GgufModel.write(new MergedWeights(base, Optional.empty()), asked, "q", file);
        }

        // Then
        try (Gguf read = Gguf.open(file)) {
            assertThat(read.info("blk.0.attn_q.weight").type()).isEqualTo(matrices);
            assertThat(read.info("blk.0.attn_q.bias").type()).isEqualTo(GgmlType.F32);
            assertThat(read.info("blk.2.ffn_norm.weight").type()).isEqualTo(GgmlType.F32);
            assertThat(read.info("token_embd.weight").type()).isEqualTo(embedding);
            assertThat(read.metadata().get("general.file_type")).isEqualTo(GgufValue.u32(fileType));
        }
    }

    @Test
    void shouldTellTheTokenizerAndTheTemplateWhenAModelIsExported() {
        // Given
        Path file = folder.resolve("model.gguf");

        // When
        try (Checkpoint base = Checkpoint.open(GoldenCases.folder("llama31"))) {
            GgufModel.write(new MergedWeights(base, Optional.empty()), GgmlType.F16, "llama31", file);
        }

        // Then
        try (Gguf read = Gguf.open(file)) {
            assertThat(read.text("tokenizer.ggml.model")).contains("gpt2");
            assertThat(read.text("tokenizer.ggml.pre")).contains("gpt-2");
            assertThat(read.text("tokenizer.chat_template")).get().asString().contains("{%");
            assertThat(read.metadata().get("tokenizer.ggml.bos_token_id")).isEqualTo(GgufValue.u32(0));
            assertThat(read.metadata().get("tokenizer.ggml.eos_token_id")).isEqualTo(GgufValue.u32(1));
            List<Object> tokens = ((GgufValue.Array) read.metadata().get("tokenizer.ggml.tokens")).values();
            List<Object> types = ((GgufValue.Array) read.metadata().get("tokenizer.ggml.token_type")).values();
            assertThat(tokens).hasSize(640).doesNotHaveDuplicates().endsWith("[PAD639]");
            assertThat(types).hasSize(640).startsWith(3L).endsWith(5L);
            assertThat(((GgufValue.Array) read.metadata().get("tokenizer.ggml.merges")).values())
                    .startsWith("o r");
        }
    }

    @Test
    void shouldWriteTheFactorsOfEachFrequencyWhenRopeIsScaledAsLlama31Is() {
        // Given
        Path file = folder.resolve("model.gguf");

        // When
        try (Checkpoint base = Checkpoint.open(GoldenCases.folder("llama31"))) {
            GgufModel.write(new MergedWeights(base, Optional.empty()), GgmlType.F16, "llama31", file);
        }

        // Then
        try (Gguf read = Gguf.open(file)) {
            float[] factors = read.read("rope_freqs.weight").values();
            assertThat(factors).hasSize(8);
            assertThat(factors[0]).as("a short wave is kept").isEqualTo(1);
            assertThat(factors[7]).as("a long wave is stretched").isCloseTo(8, within(1e-5f));
            assertThat(factors).isSorted();
        }
    }

    @Test
    void shouldStopAtTheWindowWhenLlamaCppWouldSeeFurther() {
        // Given
        Path file = folder.resolve("model.gguf");
        ModelConfig config = ModelConfig.read(GoldenCases.folder("mistral"));

        // When
        try (Checkpoint base = Checkpoint.open(GoldenCases.folder("mistral"))) {
            GgufModel.write(new MergedWeights(base, Optional.empty()), GgmlType.F16, "mistral", file);
        }

        // Then
        try (Gguf read = Gguf.open(file)) {
            assertThat(read.metadata().get("llama.context_length")).isEqualTo(GgufValue.u32(config.slidingWindow()));
        }
    }

    @ParameterizedTest
    @MethodSource("families")
    void shouldHoldBothHalvesOfEveryUpdateWhenAnAdapterIsExported(String family) {
        // Given
        Path file = folder.resolve("adapter.gguf");
        PeftAdapter adapter = PeftAdapter.read(GoldenCases.folder(family).resolve("adapter"));

        // When
        try (Checkpoint base = Checkpoint.open(GoldenCases.folder(family))) {
            GgufAdapter.write(adapter, new MergedWeights(base, Optional.of(adapter)), "a", file);
        }

        // Then
        try (Gguf read = Gguf.open(file)) {
            assertThat(read.names()).hasSize(adapter.tensors().size());
            assertThat(read.text("general.type")).contains("adapter");
            assertThat(read.text("adapter.type")).contains("lora");
            double alpha = (Double) ((GgufValue.Scalar) read.metadata().get("adapter.lora.alpha")).value();
            assertThat(alpha / adapter.config().rank())
                    .isCloseTo(adapter.config().scale(), within(1e-5));
            assertThat(read.read("blk.1.ffn_down.weight.lora_b"))
                    .isEqualTo(adapter.tensors().get(PeftAdapter.nameOfB("model.layers.1.mlp.down_proj")));
        }
    }

    @Test
    void shouldRefuseTheAdapterWhenItIsOfAnotherBase() {
        // Given
        PeftAdapter adapter = PeftAdapter.read(GoldenCases.folder("qwen3").resolve("adapter"));

        // When
        try (Checkpoint base = Checkpoint.open(GoldenCases.folder("qwen2"))) {
            ThrowingCallable merging = () -> new MergedWeights(base, Optional.of(adapter));

            // Then
            assertThatThrownBy(merging).isInstanceOf(FormatException.class).hasMessageContaining("another base");
        }
    }
}

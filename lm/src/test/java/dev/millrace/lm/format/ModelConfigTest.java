package dev.millrace.lm.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.FieldSource;

class ModelConfigTest {
    static final List<String> FAMILIES = GoldenCases.FAMILIES;

    private static final String OLDER = """
            {"architectures": ["LlamaForCausalLM"], "model_type": "llama", "hidden_size": 576, "intermediate_size": 1536,
             "num_hidden_layers": 30, "num_attention_heads": 9, "num_key_value_heads": 3, "vocab_size": 49152,
             "max_position_embeddings": 8192, "rms_norm_eps": 1e-05, "rope_theta": 100000, "rope_scaling": null,
             "tie_word_embeddings": true, "torch_dtype": "bfloat16", "hidden_act": "silu", "attention_bias": false,
             "bos_token_id": 1, "eos_token_id": [2, 3]}""";

    @TempDir
    Path folder;

    @ParameterizedTest
    @FieldSource("FAMILIES")
    void shouldCountTheWeightsOfTheFolderWhenRead(String family) {
        // When
        ModelConfig config = ModelConfig.read(GoldenCases.folder(family));

        // Then
        try (Safetensors weights = Safetensors.open(GoldenCases.folder(family))) {
            long stored = weights.names().stream()
                    .mapToLong(name -> weights.info(name).elements())
                    .sum();
            assertThat(config.parameters()).isEqualTo(stored);
        }
    }

    @Test
    void shouldReadTheNewerSpellingWhenRopeIsNested() {
        // When
        ModelConfig config = ModelConfig.read(GoldenCases.folder("llama31"));

        // Then
        assertThat(config.ropeTheta()).isEqualTo(500_000);
        assertThat(config.ropeScaling()).isEqualTo(new RopeScaling(8, 1, 4, 64));
        assertThat(config.tiedHead()).isFalse();
    }

    @Test
    void shouldReadTheOlderSpellingWhenKeysAreFlat() throws IOException {
        // Given
        Files.writeString(folder.resolve("config.json"), OLDER);
        Files.writeString(folder.resolve("generation_config.json"), "{\"eos_token_id\": [3, 4]}");

        // When
        ModelConfig config = ModelConfig.read(folder);

        // Then
        assertThat(config.ropeTheta()).isEqualTo(100_000);
        assertThat(config.ropeScaling()).isNull();
        assertThat(config.headDim()).isEqualTo(64);
        assertThat(config.groups()).isEqualTo(3);
        assertThat(config.bosTokenIds()).containsExactly(1);
        assertThat(config.eosTokenIds()).containsExactly(2, 3, 4);
        assertThat(config.parameters()).isEqualTo(134_515_008L);
    }

    @Test
    void shouldKnowTheFamilysPeculiaritiesWhenNoKeySaysSo() {
        // When
        ModelConfig qwen2 = ModelConfig.read(GoldenCases.folder("qwen2"));
        ModelConfig qwen3 = ModelConfig.read(GoldenCases.folder("qwen3"));
        ModelConfig mistral = ModelConfig.read(GoldenCases.folder("mistral"));

        // Then
        assertThat(qwen2.qkvBias()).isTrue();
        assertThat(qwen2.slidingWindow()).isNull();
        assertThat(qwen3.qkNorm()).isTrue();
        assertThat(qwen3.headDim() * qwen3.heads()).isNotEqualTo(qwen3.hiddenSize());
        assertThat(mistral.slidingWindow()).isEqualTo(8);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "\"llama\", \"hidden; \"gpt2\", \"hidden; model_type is \"gpt2\", expected one of the supported families",
                "\"silu\"; \"gelu\"; hidden_act is \"gelu\", expected silu",
                "\"attention_bias\": false; \"attention_bias\": true; attention_bias is true",
                "\"hidden_size\": 576; \"hidden_size\": 0; hidden_size is 0, expected a whole number from 1",
                "\"hidden_size\": 576; \"hidden_size\": \"576\"; hidden_size is \"576\", expected a JSON number",
                "\"hidden_size\": 576,; ; hidden_size is missing",
                "\"num_key_value_heads\": 3; \"num_key_value_heads\": 2; expected a multiple of num_key_value_heads",
                "\"num_key_value_heads\": 3; \"num_key_value_heads\": 12; num_key_value_heads is 12",
                "\"rope_scaling\": null; \"rope_scaling\": {\"type\": \"yarn\"}; type is \"yarn\"",
                "\"rope_scaling\": null; \"rope_scaling\": {\"rope_type\": \"llama3\"}; factor is missing",
                "\"eos_token_id\": [2, 3]; \"eos_token_id\": [-2]; eos_token_id is [-2]",
                "\"rms_norm_eps\": 1e-05; \"rms_norm_eps\": -1; rms_norm_eps is -1, expected a positive number",
                "\"vocab_size\": 49152; \"vocab_size\": 1e99; vocab_size",
                "{\"arch; [{\"arch; no valid JSON",
            })
    void shouldNameFileKeyFoundAndExpectedWhenTheConfigIsWrong(String from, String to, String reason)
            throws IOException {
        // Given
        Files.writeString(folder.resolve("config.json"), OLDER.replace(from, to == null ? "" : to));

        // When
        var reading = assertThatThrownBy(() -> ModelConfig.read(folder));

        // Then
        reading.isInstanceOf(FormatException.class)
                .hasMessageContaining("config.json")
                .hasMessageContaining(reason);
    }

    @Test
    void shouldSayWhatIsMissingWhenThereIsNoConfig() {
        // When
        var reading = assertThatThrownBy(() -> ModelConfig.read(folder));

        // Then
        reading.isInstanceOf(FormatException.class).hasMessageContaining("config.json is missing");
    }
}

package dev.millrace.lm.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PeftAdapterTest {
    @TempDir
    Path folder;

    @Test
    void shouldReadWhatPeftWrote() {
        // When
        PeftAdapter adapter = PeftAdapter.read(GoldenCases.folder("llama").resolve("adapter"));

        // Then
        assertThat(adapter.config()).isEqualTo(LoraConfig.of(4, 8));
        assertThat(adapter.config().scale()).isEqualTo(2);
        assertThat(adapter.tensors()).hasSize(3 * 7 * 2);
        assertThat(adapter.tensors()
                        .get(PeftAdapter.nameOfA("model.layers.0.mlp.down_proj"))
                        .shape())
                .containsExactly(4, 160);
    }

    @Test
    void shouldKeepEverythingWhenWrittenAndReadAgain() {
        // Given
        PeftAdapter adapter =
                PeftAdapter.read(GoldenCases.folder("qwen3").resolve("adapter")).forBase("base/model", "abc123");

        // When
        adapter.write(folder);

        // Then
        assertThat(PeftAdapter.read(folder)).isEqualTo(adapter);
    }

    @Test
    void shouldWriteTheKeysThatPeftReadsWhenSaved() throws IOException {
        // Given
        LoraConfig config = new LoraConfig(2, 6, 0, List.of("v_proj", "q_proj"), true);
        PeftAdapter adapter = new PeftAdapter(config, pair("model.layers.0.self_attn.q_proj", 2));

        // When
        adapter.write(folder);

        // Then
        JsonNode json = new ObjectMapper()
                .readTree(folder.resolve("adapter_config.json").toFile());
        assertThat(json.get("lora_alpha").isInt()).isTrue();
        assertThat(json.get("target_modules").toString()).isEqualTo("[\"q_proj\",\"v_proj\"]");
        assertThat(json.get("use_rslora").asBoolean()).isTrue();
        assertThat(json.get("peft_type").asText()).isEqualTo("LORA");
        assertThat(json.get("task_type").asText()).isEqualTo("CAUSAL_LM");
        assertThat(json.get("modules_to_save").isNull()).isTrue();
        assertThat(config.scale()).isEqualTo(6 / Math.sqrt(2));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "\"LORA\"; \"IA3\"; peft_type is \"IA3\", expected \"LORA\"",
                "\"use_dora\": false; \"use_dora\": true; use_dora is true, expected false",
                "\"rank_pattern\": {}; \"rank_pattern\": {\"q_proj\": 8}; rank_pattern",
                "\"modules_to_save\": null; \"modules_to_save\": [\"lm_head\"]; modules_to_save",
                "\"bias\": \"none\"; \"bias\": \"all\"; bias is \"all\", expected \"none\"",
                "\"r\": 4; \"r\": 8; lora_A.weight is [4, 160], expected [8, in]",
                "\"lora_alpha\": 8; \"lora_alpha\": 0; lora_alpha",
                "\"gate_proj\"; \"lm_head\"; LoRA target is 'lm_head'",
            })
    void shouldRefuseWhenTheAdapterIsOfAnotherKind(String from, String to, String reason) throws IOException {
        // Given
        Path golden = GoldenCases.folder("llama").resolve("adapter");
        String config = Files.readString(golden.resolve("adapter_config.json"));
        Files.copy(golden.resolve("adapter_model.safetensors"), folder.resolve("adapter_model.safetensors"));
        Files.writeString(folder.resolve("adapter_config.json"), config.replace(from, to));

        // When
        var reading = assertThatThrownBy(() -> PeftAdapter.read(folder));

        // Then
        reading.isInstanceOf(FormatException.class).hasMessageContaining(reason);
    }

    @Test
    void shouldRefuseWhenAHalfIsMissing() {
        // Given
        String name = PeftAdapter.nameOfB("model.layers.0.mlp.up_proj");

        // When
        var making =
                assertThatThrownBy(() -> new PeftAdapter(LoraConfig.of(1, 1), Map.of(name, HostTensor.zeros(3, 1))));

        // Then
        making.isInstanceOf(IllegalArgumentException.class).hasMessageContaining("has no partner");
    }

    private static Map<String, HostTensor> pair(String module, int rank) {
        return Map.of(
                PeftAdapter.nameOfA(module),
                HostTensor.zeros(rank, 3),
                PeftAdapter.nameOfB(module),
                HostTensor.zeros(5, rank));
    }
}

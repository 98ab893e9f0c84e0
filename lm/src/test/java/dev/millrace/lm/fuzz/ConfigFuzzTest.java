package dev.millrace.lm.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.lm.format.GoldenCases;
import dev.millrace.lm.format.ModelConfig;
import dev.millrace.lm.format.PeftAdapter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged and lying JSON files that describe models and adapters. */
class ConfigFuzzTest {
    private static final Path LLAMA31 = GoldenCases.folder("llama31");

    @TempDir
    Path folder;

    private final Random random = new Random(12);
    private final ByteMutations damage = new ByteMutations(random);
    private final JsonMutations lies = new JsonMutations(random);

    @Test
    void shouldReadOrRefuseConfigs() throws IOException {
        // Given
        byte[] config = Files.readAllBytes(LLAMA31.resolve("config.json"));

        // When
        int refused = refusals("config.json", config, 1000, file -> ModelConfig.read(folder));

        // Then
        assertThat(refused).isGreaterThan(700);
    }

    @Test
    void shouldReadOrRefuseGenerationConfigs() throws IOException {
        // Given
        Files.copy(LLAMA31.resolve("config.json"), folder.resolve("config.json"));
        byte[] config = Files.readAllBytes(LLAMA31.resolve("generation_config.json"));

        // When
        int refused = refusals("generation_config.json", config, 300, file -> ModelConfig.read(folder));

        // Then
        assertThat(refused).isGreaterThan(200);
    }

    @Test
    void shouldReadOrRefuseAdapterConfigs() throws IOException {
        // Given
        Path adapter = LLAMA31.resolve("adapter");
        Files.copy(adapter.resolve("adapter_model.safetensors"), folder.resolve("adapter_model.safetensors"));
        byte[] config = Files.readAllBytes(adapter.resolve("adapter_config.json"));

        // When
        int refused = refusals("adapter_config.json", config, 700, file -> PeftAdapter.read(folder));

        // Then
        assertThat(refused).isGreaterThan(400);
    }

    /** So many lies, and as many damaged files. */
    private int refusals(String name, byte[] original, int times, Fuzz.Reader reader) throws IOException {
        Fuzz fuzz = new Fuzz(folder);
        return fuzz.refusals(name, times, () -> lies.of(original), reader)
                + fuzz.refusals(name, times, () -> damage.of(original, original.length), reader);
    }
}

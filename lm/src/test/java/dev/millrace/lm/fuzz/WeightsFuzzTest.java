package dev.millrace.lm.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.lm.checkpoint.Checkpoint;
import dev.millrace.lm.format.GoldenCases;
import dev.millrace.lm.format.HostTensor;
import dev.millrace.lm.format.PeftAdapter;
import dev.millrace.lm.format.Safetensors;
import dev.millrace.lm.format.TensorData;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damaged safetensors files: weights, shards of them, adapters. */
class WeightsFuzzTest {
    private static final Path GOLDEN = GoldenCases.folder("llama");

    @TempDir
    Path folder;

    private final Random random = new Random(11);
    private final ByteMutations damage = new ByteMutations(random);
    private final JsonMutations lies = new JsonMutations(random);
    private byte[] weights;

    @BeforeEach
    void write() throws IOException {
        Map<String, TensorData> tensors = new LinkedHashMap<>();
        tensors.put("model.embed.weight", TensorData.f32(HostTensor.zeros(8, 3)));
        tensors.put("model.norm.weight", TensorData.bf16(HostTensor.zeros(16)));
        tensors.put("model.layers.0.weight", TensorData.f32(HostTensor.zeros(2, 2, 2)));
        tensors.put("steps", TensorData.i64(new long[] {1, 2, 3}, 3));
        Path whole = folder.resolve("whole.safetensors");
        Safetensors.write(whole, tensors, Map.of("format", "pt"));
        weights = Files.readAllBytes(whole);
    }

    @Test
    void shouldReadOrRefuseDamagedWeights() throws IOException {
        // When
        int refused = new Fuzz(folder)
                .refusals(
                        "w.safetensors",
                        3000,
                        () -> damage.of(weights, weights.length),
                        WeightsFuzzTest::readEverything);

        // Then
        assertThat(refused).isGreaterThan(1000);
    }

    @Test
    void shouldReadOrRefuseHeadersThatLie() throws IOException {
        // Given
        byte[] header = Arrays.copyOfRange(weights, Long.BYTES, Long.BYTES + headerLength());
        byte[] data = Arrays.copyOfRange(weights, Long.BYTES + headerLength(), weights.length);

        // When
        int refused = new Fuzz(folder)
                .refusals(
                        "w.safetensors",
                        3000,
                        () -> withHeader(lies.of(header), data),
                        WeightsFuzzTest::readEverything);

        // Then
        assertThat(refused).isGreaterThan(2000);
    }

    @Test
    void shouldReadOrRefuseAnIndexOfShardsThatLies() throws IOException {
        // Given
        Files.write(folder.resolve("a.safetensors"), weights);
        byte[] index = ("{\"metadata\":{\"total_size\":176},\"weight_map\":{\"model.embed.weight\":\"a.safetensors\","
                        + "\"model.norm.weight\":\"a.safetensors\",\"model.layers.0.weight\":\"a.safetensors\"}}")
                .getBytes(StandardCharsets.UTF_8);
        Fuzz.Reader reader = file -> readEverything(file.getParent());

        // When
        int lied = new Fuzz(folder).refusals("model.safetensors.index.json", 600, () -> lies.of(index), reader);
        int damaged = new Fuzz(folder)
                .refusals("model.safetensors.index.json", 600, () -> damage.of(index, index.length), reader);

        // Then
        assertThat(lied).isGreaterThan(200);
        assertThat(damaged).isGreaterThan(200);
    }

    @Test
    void shouldReadOrRefuseDamagedAdapters() throws IOException {
        // Given
        Files.copy(GOLDEN.resolve("adapter/adapter_config.json"), folder.resolve("adapter_config.json"));
        byte[] adapter = Files.readAllBytes(GOLDEN.resolve("adapter/adapter_model.safetensors"));

        // When
        int refused = new Fuzz(folder)
                .refusals(
                        "adapter_model.safetensors",
                        500,
                        () -> damage.of(adapter, 3000),
                        file -> PeftAdapter.read(folder));

        // Then
        assertThat(refused).isGreaterThan(200);
    }

    @Test
    void shouldReadOrRefuseDamagedModels() throws IOException {
        // Given
        Files.copy(GOLDEN.resolve("config.json"), folder.resolve("config.json"));
        byte[] model = Files.readAllBytes(GOLDEN.resolve("model.safetensors"));

        // When
        int refused = new Fuzz(folder)
                .refusals("model.safetensors", 200, () -> damage.of(model, 3000), file -> readModel(folder));

        // Then
        assertThat(refused).isGreaterThan(60);
    }

    private static void readModel(Path folder) {
        try (Checkpoint checkpoint = Checkpoint.open(folder)) {
            checkpoint.layout().names().forEach(checkpoint::read);
        }
    }

    private static void readEverything(Path file) {
        try (Safetensors read = Safetensors.open(file)) {
            for (String name : read.names()) {
                switch (read.info(name).type()) {
                    case F32, F16, BF16 -> read.read(name);
                    case I64, I32, U8 -> read.readLongs(name);
                }
            }
        }
    }

    private int headerLength() {
        return Math.toIntExact(
                ByteBuffer.wrap(weights).order(ByteOrder.LITTLE_ENDIAN).getLong(0));
    }

    private static byte[] withHeader(byte[] header, byte[] data) {
        ByteBuffer file =
                ByteBuffer.allocate(Long.BYTES + header.length + data.length).order(ByteOrder.LITTLE_ENDIAN);
        return file.putLong(header.length).put(header).put(data).array();
    }
}

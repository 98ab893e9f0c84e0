package dev.millrace.lm.checkpoint;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.lm.format.ElementType;
import dev.millrace.lm.format.FormatException;
import dev.millrace.lm.format.GoldenCases;
import dev.millrace.lm.format.HostTensor;
import dev.millrace.lm.format.Safetensors;
import dev.millrace.lm.format.TensorData;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Weights that say something a model cannot be: the reason names file, tensor and place. */
class DamagedCheckpointTest {
    private static final String NAME = "model.layers.1.mlp.up_proj.weight";

    @TempDir
    Path folder;

    @BeforeEach
    void copyConfig() throws IOException {
        Files.copy(GoldenCases.folder("llama").resolve("config.json"), folder.resolve("config.json"));
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void shouldNameTheElementWhenAWeightIsNotFinite(float bad) {
        // Given
        writeWith(tensor -> {
            tensor.values()[77] = bad;
            return TensorData.f32(tensor);
        });

        // When
        var reading = assertThatThrownBy(this::readAll);

        // Then
        reading.isInstanceOf(FormatException.class)
                .hasMessageContaining(folder + ": " + NAME + " holds " + bad + " at element 77");
    }

    @Test
    void shouldNameTheElementWhenAWeightInBfloat16IsNotFinite() {
        // Given
        writeWith(tensor -> {
            tensor.values()[5] = Float.NaN;
            return TensorData.bf16(tensor);
        });

        // When
        var reading = assertThatThrownBy(() -> {
            try (Checkpoint checkpoint = Checkpoint.open(folder)) {
                int[] shape = checkpoint.layout().shape(NAME);
                checkpoint.read(
                        NAME, ByteBuffer.allocate(2 * shape[0] * shape[1]).order(ByteOrder.LITTLE_ENDIAN));
            }
        });

        // Then
        reading.isInstanceOf(FormatException.class).hasMessageContaining(NAME + " holds NaN at element 5");
    }

    @Test
    void shouldNameBothShapesWhenTheyDisagree() {
        // Given
        writeWith(tensor -> TensorData.f32(HostTensor.zeros(3, 7)));

        // When
        var reading = assertThatThrownBy(this::readAll);

        // Then
        reading.isInstanceOf(FormatException.class)
                .hasMessageContaining(folder + ": " + NAME + " is [3, 7], but config.json makes it [");
    }

    @ParameterizedTest
    @EnumSource(names = {"I64", "I32", "U8"})
    void shouldNameTheTypeWhenWeightsAreWholeNumbers(ElementType type) {
        // Given
        writeWith(tensor ->
                new TensorData(type, wide(tensor), () -> ByteBuffer.allocate(tensor.values().length * type.bytes())));

        // When
        var reading = assertThatThrownBy(this::readAll);

        // Then
        reading.isInstanceOf(FormatException.class)
                .hasMessageContaining(NAME + " " + type)
                .hasMessageContaining("expected F32, F16 or BF16");
    }

    @Test
    void shouldNameTheTensorWhenItIsMissing() {
        // Given
        writeWith(tensor -> null);

        // When
        var reading = assertThatThrownBy(this::readAll);

        // Then
        reading.isInstanceOf(FormatException.class).hasMessageContaining("has no tensor " + NAME);
    }

    /** The model of the golden case with one tensor changed. */
    private void writeWith(Function<HostTensor, @Nullable TensorData> change) {
        Map<String, TensorData> tensors = new LinkedHashMap<>();
        try (Safetensors golden = Safetensors.open(GoldenCases.folder("llama"))) {
            golden.names().forEach(name -> tensors.put(name, TensorData.f32(golden.read(name))));
            TensorData changed = change.apply(golden.read(NAME));
            if (changed == null) {
                tensors.remove(NAME);
            } else {
                tensors.put(NAME, changed);
            }
        }
        Safetensors.write(folder.resolve("model.safetensors"), tensors, Map.of());
    }

    private static long[] wide(HostTensor tensor) {
        return new long[] {tensor.shape()[0], tensor.shape()[1]};
    }

    private void readAll() {
        try (Checkpoint checkpoint = Checkpoint.open(folder)) {
            checkpoint.layout().names().forEach(checkpoint::read);
        }
    }
}

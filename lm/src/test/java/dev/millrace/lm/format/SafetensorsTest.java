package dev.millrace.lm.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SafetensorsTest {
    @TempDir
    Path folder;

    @Test
    void shouldReadWhatWasWrittenWhenTypesDiffer() {
        // Given
        HostTensor values = new HostTensor(new int[] {2, 3}, new float[] {1, -2, 3.5f, 0, Float.MIN_VALUE, 1e30f});
        Map<String, TensorData> tensors = new LinkedHashMap<>();
        tensors.put("odd", TensorData.bf16(new HostTensor(new int[] {1}, new float[] {-0.5f})));
        tensors.put("full", TensorData.f32(values));
        tensors.put("ids", TensorData.i64(new long[] {7, -1}, 2));
        Path file = folder.resolve("x.safetensors");

        // When
        Safetensors.write(file, tensors, Map.of("format", "pt"));

        // Then
        try (Safetensors read = Safetensors.open(file)) {
            assertThat(read.names()).containsExactly("odd", "full", "ids");
            assertThat(read.metadata()).containsEntry("format", "pt");
            assertThat(read.read("full")).isEqualTo(values);
            assertThat(read.read("odd").values()).containsExactly(-0.5f);
            assertThat(read.readLongs("ids")).containsExactly(7, -1);
            assertThat(read.info("full").type()).isEqualTo(ElementType.F32);
        }
    }

    @Test
    void shouldFindTensorsInTheirShardsWhenAFolderHasAnIndex() throws IOException {
        // Given
        Safetensors.write(folder.resolve("model-00001-of-00002.safetensors"), one("a", 1), Map.of());
        Safetensors.write(folder.resolve("model-00002-of-00002.safetensors"), one("b", 2), Map.of());
        Files.writeString(folder.resolve("model.safetensors.index.json"), """
                {"weight_map": {"a": "model-00001-of-00002.safetensors", "b": "model-00002-of-00002.safetensors"}}""");

        // When
        try (Safetensors read = Safetensors.open(folder)) {
            // Then
            assertThat(read.names()).containsExactlyInAnyOrder("a", "b");
            assertThat(read.read("b").values()).containsExactly(2);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "{\"weight_map\": {\"a\": \"one.safetensors\", \"b\": \"one.safetensors\"}}; places b in one.safetensors",
                "{\"weight_map\": {\"a\": \"../one.safetensors\"}}; the same folder",
                "{\"weight_map\": {\"a\": \"two.safetensors\"}}; two.safetensors is missing",
                "{\"weight_map\": {}}; weight_map is empty",
                "{\"weight_map\": 3}; weight_map is 3",
                "{}; weight_map",
            })
    void shouldRefuseTheIndexWhenItDoesNotFitTheShards(String index, String reason) throws IOException {
        // Given
        Safetensors.write(folder.resolve("one.safetensors"), one("a", 1), Map.of());
        Files.writeString(folder.resolve("model.safetensors.index.json"), index);

        // When
        ThrowingCallable opening = () -> Safetensors.open(folder).close();

        // Then
        assertThatThrownBy(opening).isInstanceOf(FormatException.class).hasMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,12]}}; 8 bytes for its type and shape",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[5],\"data_offsets\":[0,20]}}; end <= 16",
                "{\"a\":{\"dtype\":\"F8\",\"shape\":[1],\"data_offsets\":[0,1]}}; dtype is \"F8\", expected one of",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,4]}}; sizes of 0 or more",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,4]}}; 63 bits",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,0]}}; begin <= end",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[1]}}; data_offsets is missing",
                "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},\"b\":{\"dtype\":\"U8\",\"shape\":[8],\"data_offsets\":[4,12]}}; inside",
                "{\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]},\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[1,2]}}; Duplicate",
                "[1]; no JSON object",
                "{\"a\":; no valid JSON",
            })
    void shouldNameFileAndTensorWhenTheHeaderIsWrong(String header, String reason) throws IOException {
        // Given
        Path file = file(header.getBytes(StandardCharsets.UTF_8).length, header);

        // When
        ThrowingCallable opening = () -> Safetensors.open(file).close();

        // Then
        assertThatThrownBy(opening)
                .isInstanceOf(FormatException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource({"-1", "0", "1", "100000001", "9223372036854775807", "1000"})
    void shouldRefuseWhenTheHeaderLengthIsImpossible(long length) throws IOException {
        // Given
        Path file = file(length, "{}");

        // When
        ThrowingCallable opening = () -> Safetensors.open(file).close();

        // Then
        assertThatThrownBy(opening).isInstanceOf(FormatException.class).hasMessageContaining("header length");
    }

    @Test
    void shouldSayWhatIsThereWhenATensorIsAskedForThatIsNot() {
        // Given
        Path file = folder.resolve("x.safetensors");
        Safetensors.write(file, one("a", 1), Map.of());

        // When
        try (Safetensors read = Safetensors.open(file)) {
            // Then
            assertThatThrownBy(() -> read.info("b"))
                    .isInstanceOf(FormatException.class)
                    .hasMessageContaining("no tensor b");
            assertThatThrownBy(() -> read.readLongs("a"))
                    .isInstanceOf(FormatException.class)
                    .hasMessageContaining("expected whole numbers");
        }
    }

    @Test
    void shouldLeaveTheOldFileWhenWritingFails() {
        // Given
        Path file = folder.resolve("x.safetensors");
        Safetensors.write(file, one("a", 1), Map.of());
        Map<String, TensorData> broken = Map.of("a", new TensorData(ElementType.F32, new long[] {1}, () -> {
            throw new IllegalStateException("no bytes");
        }));

        // When
        ThrowingCallable writing = () -> Safetensors.write(file, broken, Map.of());

        // Then
        assertThatThrownBy(writing).hasMessage("no bytes");
        try (Safetensors read = Safetensors.open(file)) {
            assertThat(read.read("a").values()).containsExactly(1);
        }
    }

    private static Map<String, TensorData> one(String name, float value) {
        return Map.of(name, TensorData.f32(new HostTensor(new int[] {1}, new float[] {value})));
    }

    /** A file with this header and 16 bytes of data. */
    private Path file(long headerLength, String header) throws IOException {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        ByteBuffer bytes = ByteBuffer.allocate(8 + json.length + 16).order(ByteOrder.LITTLE_ENDIAN);
        bytes.putLong(headerLength).put(json);
        Path file = folder.resolve("x.safetensors");
        Files.write(file, bytes.array());
        return file;
    }
}

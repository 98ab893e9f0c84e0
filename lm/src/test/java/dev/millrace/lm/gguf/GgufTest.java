package dev.millrace.lm.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.lm.format.FormatException;
import dev.millrace.lm.format.HostTensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GgufTest {
    private static final HostTensor MATRIX =
            new HostTensor(new int[] {2, 3}, new float[] {1, -2, 3.5f, 0, 1e-3f, 1e30f});
    private static final HostTensor VECTOR = new HostTensor(new int[] {4}, new float[] {1, 2, 3, 4});

    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void write() {
        file = folder.resolve("x.gguf");
        Map<String, GgufValue> metadata = new LinkedHashMap<>();
        metadata.put("general.architecture", GgufValue.text("llama"));
        metadata.put("llama.block_count", GgufValue.u32(4_000_000_000L));
        metadata.put("llama.rope.freq_base", GgufValue.f32(10_000));
        metadata.put("flag", GgufValue.flag(true));
        metadata.put("tokenizer.ggml.tokens", GgufValue.texts(List.of("a", "Ġb", "")));
        metadata.put("tokenizer.ggml.token_type", GgufValue.i32s(new int[] {1, -1}));
        metadata.put("tokenizer.ggml.scores", GgufValue.f32s(new float[] {0.5f}));
        Gguf.write(file, metadata, List.of(tensor("matrix", MATRIX), tensor("vector", VECTOR)));
    }

    private static GgufTensor tensor(String name, HostTensor tensor) {
        return GgufTensor.of(name, GgmlType.F32, GgufModel.wide(tensor.shape()), () -> tensor);
    }

    @Test
    void shouldReadWhatWasWritten() {
        try (Gguf read = Gguf.open(file)) {
            assertThat(read.version()).isEqualTo(3);
            assertThat(read.text("general.architecture")).contains("llama");
            assertThat(read.metadata().get("llama.block_count")).isEqualTo(GgufValue.u32(4_000_000_000L));
            assertThat(read.metadata().get("llama.rope.freq_base")).isEqualTo(GgufValue.f32(10_000));
            assertThat(read.metadata().get("flag")).isEqualTo(GgufValue.flag(true));
            assertThat(read.metadata().get("tokenizer.ggml.tokens")).isEqualTo(GgufValue.texts(List.of("a", "Ġb", "")));
            assertThat(read.metadata().get("tokenizer.ggml.token_type")).isEqualTo(GgufValue.i32s(new int[] {1, -1}));
            assertThat(read.metadata().get("tokenizer.ggml.scores")).isEqualTo(GgufValue.f32s(new float[] {0.5f}));
            assertThat(read.names()).containsExactly("matrix", "vector");
            assertThat(read.read("matrix")).isEqualTo(MATRIX);
            assertThat(read.read("vector")).isEqualTo(VECTOR);
            assertThat(read.info("vector").offset()).isEqualTo(32);
        }
    }

    @Test
    void shouldRefuseEveryShorterFileWhenAFileIsCutOff() throws IOException {
        byte[] whole = Files.readAllBytes(file);
        int lastByte = whole.length - (32 - VECTOR.values().length * Float.BYTES);
        Path cut = folder.resolve("cut.gguf");
        for (int length = 0; length < lastByte; length++) {
            // Given
            Files.write(cut, Arrays.copyOf(whole, length));

            // When
            ThrowingCallable opening = () -> Gguf.open(cut).close();

            // Then
            assertThatThrownBy(opening)
                    .as("%d bytes", length)
                    .isInstanceOf(FormatException.class)
                    .hasMessageContaining(cut.toString());
        }
    }

    static Stream<Arguments> damages() {
        return Stream.of(
                damage("no GGUF file", bytes -> bytes.put(0, (byte) 'X')),
                damage("the version is 4", bytes -> bytes.putInt(4, 4)),
                damage("the version is 50331648, expected 2 or 3, little-endian", bytes -> bytes.putInt(4, 3 << 24)),
                damage("the number of tensors is 65537", bytes -> bytes.putLong(8, 65_537)),
                damage("the number of tensors is 18446744073709551615", bytes -> bytes.putLong(8, -1)),
                damage("the number of metadata keys is", bytes -> bytes.putLong(16, Long.MAX_VALUE)),
                damage("the length of metadata key 0", bytes -> bytes.putLong(24, 1 << 30)),
                damage(
                        "the type of general.architecture is 13",
                        bytes -> bytes.putInt(after(bytes, "architecture"), 13)),
                damage(
                        "the length of general.architecture",
                        bytes -> bytes.putLong(after(bytes, "architecture") + 4, 1 << 20)),
                damage(
                        "tokenizer.ggml.tokens is a list of lists",
                        bytes -> bytes.putInt(after(bytes, "ggml.tokens") + 4, 9)),
                damage(
                        "the number of elements of tokenizer.ggml.tokens is 4194305",
                        bytes -> bytes.putLong(after(bytes, "ggml.tokens") + 8, 4_194_305)),
                damage(
                        "tensor matrix: the number of dimensions is 5",
                        bytes -> bytes.putInt(after(bytes, "matrix"), 5)),
                damage("tensor matrix: a dimension is", bytes -> bytes.putLong(after(bytes, "matrix") + 4, 1L << 40)),
                damage("tensor matrix: the type is 77", bytes -> bytes.putInt(after(bytes, "matrix") + 20, 77)),
                damage(
                        "tensor matrix: a row of Q8_0 is 3 elements",
                        bytes -> bytes.putInt(after(bytes, "matrix") + 20, 8)),
                damage("tensor matrix: the offset is 16", bytes -> bytes.putLong(after(bytes, "matrix") + 24, 16)),
                damage("the file is cut off", bytes -> bytes.putLong(after(bytes, "matrix") + 24, 1L << 40)),
                damage("inside another tensor", bytes -> bytes.putLong(after(bytes, "matrix") + 24, 32)));
    }

    private static Arguments damage(String reason, Consumer<ByteBuffer> change) {
        return Arguments.of(reason, change);
    }

    /** The position behind the first occurrence of a text. */
    private static int after(ByteBuffer bytes, String text) {
        String all = StandardCharsets.ISO_8859_1.decode(bytes.duplicate()).toString();
        return all.indexOf(text) + text.length();
    }

    @ParameterizedTest
    @MethodSource("damages")
    void shouldNameFileAndFieldWhenTheHeaderIsWrong(String reason, Consumer<ByteBuffer> change) throws IOException {
        // Given
        byte[] bytes = Files.readAllBytes(file);
        change.accept(ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN));
        Files.write(file, bytes);

        // When
        ThrowingCallable opening = () -> Gguf.open(file).close();

        // Then
        assertThatThrownBy(opening)
                .isInstanceOf(FormatException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(reason);
    }

    @Test
    void shouldRefuseATensorWhenItsTypeHasNoRowsOfThatLength() {
        ThrowingCallable making =
                () -> new GgufTensor("odd", GgmlType.Q8_0, new long[] {2, 33}, () -> ByteBuffer.allocate(0));

        assertThatThrownBy(making).hasMessageContaining("whole blocks of 32");
    }
}

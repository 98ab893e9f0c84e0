package dev.millrace.lm.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.lm.format.ElementType;
import dev.millrace.lm.format.FormatException;
import dev.millrace.lm.format.GoldenCases;
import dev.millrace.lm.format.Safetensors;
import dev.millrace.lm.quant.Nf4;
import dev.millrace.lm.quant.Nf4Tensor;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ModelQuantizerTest {
    private static final Path BASE = GoldenCases.folder("qwen2");
    private static final String MATRIX = "model.layers.1.mlp.down_proj.weight";

    @TempDir
    Path folder;

    private Path quantized;

    @BeforeEach
    void quantize() {
        quantized = folder.resolve("nf4");
        try (Checkpoint base = Checkpoint.open(BASE)) {
            ModelQuantizer.quantize(new MergedWeights(base, Optional.empty()), quantized);
        }
    }

    @Test
    void shouldGiveTheSameCodesWhenASavedModelIsReadAsWhenItIsQuantizedNow() {
        try (Checkpoint base = Checkpoint.open(BASE);
                Checkpoint saved = Checkpoint.open(quantized)) {
            for (String name : base.layout().names()) {
                if (CheckpointLayout.isProjection(name)) {
                    assertThat(saved.readNf4(name).packed().isDirect()).isTrue();
                    assertSame(saved.readNf4(name), base.readNf4(name));
                }
            }
            assertThat(saved.config()).isEqualTo(base.config());
            assertThat(saved.isQuantized()).isTrue();
            assertThat(saved.type("model.norm.weight")).isEqualTo(ElementType.BF16);
        }
    }

    private static void assertSame(Nf4Tensor found, Nf4Tensor expected) {
        assertThat(found.packed().equals(expected.packed())).isTrue();
        assertThat(found.absmaxCodes().equals(expected.absmaxCodes())).isTrue();
        assertThat(found.scales()).isEqualTo(expected.scales());
        assertThat(found.offset()).isEqualTo(expected.offset());
    }

    @Test
    void shouldUseTheNamesOfBitsandbytes() throws IOException {
        try (Safetensors stored = Safetensors.open(quantized)) {
            assertThat(stored.names())
                    .contains(
                            MATRIX,
                            MATRIX + ".absmax",
                            MATRIX + ".nested_absmax",
                            MATRIX + ".quant_map",
                            MATRIX + ".nested_quant_map",
                            MATRIX + ".quant_state.bitsandbytes__nf4")
                    .doesNotContain("model.norm.weight.absmax", "model.embed_tokens.weight.absmax");
            assertThat(stored.info(MATRIX).shape()).containsExactly(64 * 160 / 2, 1);
            assertThat(stored.read(MATRIX + ".quant_map").values()).isEqualTo(Nf4.levels());
        }
        assertThat(Files.readString(quantized.resolve("config.json")))
                .contains("\"quant_method\" : \"bitsandbytes\"", "\"bnb_4bit_use_double_quant\" : true");
    }

    @Test
    void shouldRefuseToQuantizeTwice() {
        try (Checkpoint saved = Checkpoint.open(quantized)) {
            ThrowingCallable again =
                    () -> ModelQuantizer.quantize(new MergedWeights(saved, Optional.empty()), folder.resolve("again"));

            assertThatThrownBy(again).isInstanceOf(FormatException.class).hasMessageContaining("in 4 bits already");
        }
        assertThat(folder.resolve("again")).doesNotExist();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "\"shape\":[64,160]; \"shape\":[160,64]; shape is [160,64], expected [64,160]",
                "\"blocksize\":64,\"dtype\"; \"blocksize\":32,\"dtype\"; blocksize is 32, expected 64",
                "\"nf4\"; \"fp4\"; quant_type is fp4, expected nf4",
                "\"nested_offset\"; \"nested_of_set\"; not finite",
                "{\"quant_type\"; [\"quant_type\"; no valid JSON",
            })
    void shouldNameTheTensorWhenItsStateIsWrong(String text, String other, String reason) throws IOException {
        // Given
        Path file = quantized.resolve("model.safetensors");
        String bytes = new String(Files.readAllBytes(file), StandardCharsets.ISO_8859_1);
        int start = bytes.indexOf("\"blocksize\"") - 20;
        String damaged = bytes.substring(0, start) + bytes.substring(start).replace(text, other);
        Files.write(file, damaged.getBytes(StandardCharsets.ISO_8859_1));

        // When
        ThrowingCallable reading = () -> {
            try (Checkpoint saved = Checkpoint.open(quantized)) {
                saved.readNf4(MATRIX);
            }
        };

        // Then
        assertThatThrownBy(reading)
                .isInstanceOf(FormatException.class)
                .hasMessageContaining(MATRIX)
                .hasMessageContaining(reason);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "bitsandbytes; gptq; quant_method",
                "nf4; fp4; bnb_4bit_quant_type",
                "\"bnb_4bit_use_double_quant\" : true; \"bnb_4bit_use_double_quant\" : false; only NF4 with double quantization"
            })
    void shouldRefuseTheFolderWhenItIsQuantizedAnotherWay(String text, String other, String reason) throws IOException {
        // Given
        Path config = quantized.resolve("config.json");
        Files.writeString(config, Files.readString(config).replace(text, other));

        // When
        ThrowingCallable opening = () -> Checkpoint.open(quantized).close();

        // Then
        assertThatThrownBy(opening).isInstanceOf(FormatException.class).hasMessageContaining(reason);
    }
}

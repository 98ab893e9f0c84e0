package dev.millrace.lm.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.lm.format.HostTensor;
import dev.millrace.lm.format.Safetensors;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Against what bitsandbytes makes of random and adversarial matrices (tools/nf4). */
class BitsandbytesTest {
    private static final Path FOLDER = Path.of("src", "test", "resources", "nf4");

    /** Units in the last place by which two orders of summation may differ in a mean. */
    private static final int ULPS_OF_A_MEAN = 4;

    static List<Path> matrices() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.sorted().toList();
        }
    }

    @Test
    void shouldBeHeldAgainstEveryMatrix() throws IOException {
        assertThat(matrices()).hasSize(21);
    }

    @ParameterizedTest
    @MethodSource("matrices")
    void shouldQuantizeToTheSameBytesAsBitsandbytes(Path matrix) {
        try (Safetensors expected = Safetensors.open(matrix)) {
            // Given
            HostTensor weights = expected.read("weights");

            // When
            Nf4Tensor found = Nf4.quantize(weights.values(), weights.shape()[0], weights.shape()[1]);

            // Then
            float offset = expected.read("offset").values()[0];
            assertThat(bytes(found.packed())).isEqualTo(expected.readLongs("packed"));
            assertThat(found.offset()).isCloseTo(offset, within(ULPS_OF_A_MEAN * Math.ulp(offset)));
        }
    }

    @ParameterizedTest
    @MethodSource("matrices")
    void shouldQuantizeTheAbsmaxValuesToTheSameBytesWhenTheirMeanIsTheSame(Path matrix) {
        try (Safetensors expected = Safetensors.open(matrix)) {
            // Given
            HostTensor weights = expected.read("weights");
            int rows = weights.shape()[0];
            int cols = weights.shape()[1];
            ByteBuffer packed = Nf4.quantize(weights.values(), rows, cols).packed();
            float[] absmax = absmax(weights.values());
            float offset = expected.read("offset").values()[0];

            // When
            Nf4Tensor found = AbsmaxQuantizer.quantize(rows, cols, packed, absmax, offset);

            // Then
            assertThat(bytes(found.absmaxCodes())).isEqualTo(expected.readLongs("absmax_codes"));
            assertThat(found.scales()).isEqualTo(expected.read("scales").values());
        }
    }

    @Test
    void shouldKnowTheSameValuesOfAnAbsmaxAsBitsandbytes() {
        try (Safetensors expected = Safetensors.open(FOLDER.resolve("normal.safetensors"))) {
            assertThat(Nf4.absmaxValues())
                    .isEqualTo(expected.read("absmax_values").values());
        }
    }

    private static float[] absmax(float[] weights) {
        float[] absmax = new float[(weights.length + Nf4.BLOCK - 1) / Nf4.BLOCK];
        for (int block = 0; block < absmax.length; block++) {
            int from = block * Nf4.BLOCK;
            absmax[block] = Scaling.absmax(weights, from, Math.min(from + Nf4.BLOCK, weights.length), Nf4.BLOCK, 0);
        }
        return absmax;
    }

    private static long[] bytes(ByteBuffer buffer) {
        long[] values = new long[buffer.limit()];
        for (int i = 0; i < values.length; i++) {
            values[i] = buffer.get(i) & 0xff;
        }
        return values;
    }
}

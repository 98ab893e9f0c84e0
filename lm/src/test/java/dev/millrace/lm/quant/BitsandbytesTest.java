package dev.millrace.lm.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.lm.format.GoldenCases;
import dev.millrace.lm.format.Safetensors;
import java.nio.ByteBuffer;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

/** Against what bitsandbytes made of the same weights. */
class BitsandbytesTest {
    private static final int ROWS = 20;
    private static final int COLS = 1000;

    @Test
    void shouldQuantizeToTheSameBytesAsBitsandbytes() {
        // Given
        float[] weights = new float[ROWS * COLS];
        for (int i = 0; i < weights.length; i++) {
            float x = ((i * 2654435761L & 0xffffffffL) >>> 8) * 0x1p-23f - 1;
            weights[i] = x * x * x;
        }

        // When
        Nf4Tensor tensor = Nf4.quantize(weights, ROWS, COLS);

        // Then
        try (Safetensors expected = Safetensors.open(GoldenCases.ROOT.resolve("nf4.safetensors"))) {
            assertThat(unsigned(tensor.packed())).isEqualTo(expected.readLongs("packed"));
            assertThat(unsigned(tensor.absmaxCodes())).isEqualTo(expected.readLongs("absmax_codes"));
            assertThat(tensor.scales()).containsExactly(expected.read("scales").values(), within(1e-7f));
            assertThat(tensor.offset()).isCloseTo(expected.read("offset").values()[0], within(1e-7f));
            assertThat(Arrays.copyOf(tensor.dequantize(), 2 * COLS))
                    .containsExactly(expected.read("dequantized").values(), within(1e-6f));
        }
    }

    private static long[] unsigned(ByteBuffer bytes) {
        long[] values = new long[bytes.limit()];
        for (int i = 0; i < values.length; i++) {
            values[i] = bytes.get(i) & 0xff;
        }
        return values;
    }
}

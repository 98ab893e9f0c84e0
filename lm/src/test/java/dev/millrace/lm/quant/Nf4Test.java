package dev.millrace.lm.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.lm.format.Halves;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class Nf4Test {
    /** Half the widest gap between levels, -1 to -0.696. */
    private static final double HALF_WIDEST_GAP = 0.1520;

    @Property(tries = 300)
    void shouldStayWithinHalfAGapOfEveryWeight(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 40) int rows,
            @ForAll @IntRange(min = 1, max = 70) int cols) {
        // Given
        float[] weights = normal(seed, rows * cols);

        // When
        Nf4Tensor tensor = Nf4.quantize(weights, rows, cols);

        // Then
        float[] restored = tensor.dequantize();
        for (int i = 0; i < weights.length; i++) {
            double absmax = tensor.absmax(i / Nf4.BLOCK);
            double absmaxError = Math.abs(absmax - absmaxOf(weights, i / Nf4.BLOCK));
            assertThat((double) restored[i])
                    .isCloseTo(weights[i], within(HALF_WIDEST_GAP * absmax + absmaxError + 1e-6));
        }
    }

    @Property(tries = 300)
    void shouldChooseTheNearestLevelForEveryWeight(@ForAll long seed) {
        // Given
        float value = (float) (new Random(seed).nextDouble() * 2 - 1);

        // When
        int code = Nf4.encode(value);

        // Then
        for (float level : Nf4.levels()) {
            assertThat(Math.abs(Nf4.level(code) - value)).isLessThanOrEqualTo(Math.abs(level - value) + 1e-7f);
        }
    }

    @Property(tries = 200)
    void shouldRestoreTheSameWeightsIntoEngineMemory(
            @ForAll long seed,
            @ForAll @IntRange(min = 1, max = 9) int rows,
            @ForAll @IntRange(min = 1, max = 67) int cols) {
        // Given
        Nf4Tensor tensor = Nf4.quantize(normal(seed, rows * cols), rows, cols);
        float[] expected = tensor.dequantize();
        ByteBuffer halves = ByteBuffer.allocateDirect(2 * expected.length).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer floats = ByteBuffer.allocateDirect(4 * expected.length).order(ByteOrder.LITTLE_ENDIAN);

        // When
        tensor.dequantizeBfloat16(halves);
        tensor.dequantizeFloat32(floats);

        // Then
        for (int i = 0; i < expected.length; i++) {
            assertThat(floats.getFloat(4 * i)).isEqualTo(expected[i]);
            assertThat(halves.getShort(2 * i)).isEqualTo(Halves.toBfloat16(expected[i]));
        }
    }

    @Test
    void shouldPackTheFirstWeightIntoTheHighNibble() {
        // When
        Nf4Tensor tensor = Nf4.quantize(new float[] {1, -1, 0, 0.5626f}, 1, 4);

        // Then
        assertThat(tensor.packed().get(0)).isEqualTo((byte) 0xf0);
        assertThat(tensor.packed().get(1)).isEqualTo((byte) 0x7d);
    }

    @Test
    void shouldStayExactlyZeroWhenABlockIsZero() {
        // Given
        float[] weights = normal(1, 3 * Nf4.BLOCK);
        Arrays.fill(weights, Nf4.BLOCK, 2 * Nf4.BLOCK, 0);

        // When
        float[] restored = Nf4.quantize(weights, 3, Nf4.BLOCK).dequantize();

        // Then
        for (int i = Nf4.BLOCK; i < 2 * Nf4.BLOCK; i++) {
            assertThat(restored[i]).isZero();
        }
    }

    @Test
    void shouldTakeAboutFourAndAnEighthBitsPerWeight() {
        // When
        Nf4Tensor tensor = Nf4.quantize(normal(1, 1 << 20), 1 << 10, 1 << 10);

        // Then
        assertThat(8.0 * tensor.bytes() / (1 << 20)).isCloseTo(4.127, within(0.001));
    }

    @Test
    void shouldLoseAboutAsMuchAsTheMethodPromisesWhenWeightsAreNormal() {
        // Given
        float[] weights = normal(7, 1 << 20);

        // When
        float[] restored = Nf4.quantize(weights, 1 << 10, 1 << 10).dequantize();

        // Then
        double squares = 0;
        for (int i = 0; i < weights.length; i++) {
            squares += Math.pow(weights[i] - restored[i], 2);
        }
        assertThat(Math.sqrt(squares / weights.length)).isBetween(0.08, 0.10);
    }

    @ParameterizedTest
    @ValueSource(floats = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY})
    void shouldNameThePlaceWhenAWeightIsNotFinite(float bad) {
        // Given
        float[] weights = normal(1, 4 * 100);
        weights[217] = bad;

        // When
        var quantizing = assertThatThrownBy(() -> Nf4.quantize(weights, 4, 100));

        // Then
        quantizing.isInstanceOf(IllegalArgumentException.class).hasMessageContaining("Weight [2, 17] is " + bad);
    }

    static float[] normal(long seed, int count) {
        Random random = new Random(seed);
        float[] weights = new float[count];
        for (int i = 0; i < count; i++) {
            weights[i] = (float) random.nextGaussian();
        }
        return weights;
    }

    private static float absmaxOf(float[] weights, int block) {
        float max = 0;
        for (int i = block * Nf4.BLOCK; i < Math.min(weights.length, (block + 1) * Nf4.BLOCK); i++) {
            max = Math.max(max, Math.abs(weights[i]));
        }
        return max;
    }
}

package dev.millrace.lm.gguf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.lm.format.GoldenCases;
import dev.millrace.lm.format.Safetensors;
import java.nio.ByteBuffer;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class GgmlBlocksTest {
    private static final int WEIGHTS = 4 * 32;

    @Property(tries = 300)
    void shouldStayWithinHalfAStepWhenWeightsAreStoredInEightBits(
            @ForAll long seed, @ForAll @IntRange(min = -20, max = 3) int exponent) {
        // Given
        float[] weights = weights(seed, exponent);

        // When
        float[] restored = roundTrip(GgmlType.Q8_0, weights);

        // Then
        for (int i = 0; i < WEIGHTS; i++) {
            float absmax = absmax(weights, i);
            // the scale itself is rounded to 11 bits, or to multiples of 2^-24
            assertThat(restored[i]).isCloseTo(weights[i], within(absmax / 127 * 0.57f + 127 * 0x1p-25f));
        }
    }

    @Property(tries = 300)
    void shouldStayWithinAStepWhenWeightsAreStoredInFourBits(
            @ForAll long seed, @ForAll @IntRange(min = -12, max = 3) int exponent) {
        // Given
        float[] weights = weights(seed, exponent);

        // When
        float[] restored = roundTrip(GgmlType.Q4_0, weights);

        // Then
        for (int i = 0; i < WEIGHTS; i++) {
            // the end opposite to the largest weight is cut at 7 steps
            assertThat(restored[i]).isCloseTo(weights[i], within(absmax(weights, i) / 8 * 1.01f + 8 * 0x1p-25f));
        }
    }

    @Property(tries = 100)
    void shouldGiveTheSameBytesAgainWhenRestoredWeightsAreStored(@ForAll long seed) {
        float[] once = roundTrip(GgmlType.Q8_0, weights(seed, 0));

        float[] twice = roundTrip(GgmlType.Q8_0, once);

        assertThat(twice).containsExactly(once, within(2e-3f));
    }

    /** {@code tools/llamacpp-check/blocks.py} made the expectations with llama.cpp's Python package. */
    @ParameterizedTest
    @EnumSource(names = {"Q8_0", "Q4_0", "F16"})
    void shouldGiveTheBytesOfGgmlWhenWeightsAreStored(GgmlType type) {
        try (Safetensors golden = Safetensors.open(GoldenCases.ROOT.resolve("ggml_blocks.safetensors"))) {
            ByteBuffer bytes = GgmlBlocks.encode(type, golden.read("weights").values());

            assertThat(bytes.equals(golden.map(type.name()))).isTrue();
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"F32", "F16", "BF16", "Q8_0", "Q4_0"})
    void shouldKeepZerosZeroWhenABlockHoldsNothingElse(GgmlType type) {
        float[] restored = roundTrip(type, new float[WEIGHTS]);

        assertThat(restored).containsExactly(new float[WEIGHTS], within(0f));
    }

    @Test
    void shouldPutWeightsWhereGgmlReadsThemWhenABlockIsWritten() {
        // Given
        float[] weights = new float[32];
        weights[0] = -8;
        weights[16] = 7;
        weights[1] = 1;

        // When
        ByteBuffer q4 = GgmlBlocks.encode(GgmlType.Q4_0, weights);
        ByteBuffer q8 = GgmlBlocks.encode(GgmlType.Q8_0, weights);

        // Then
        assertThat(q4.getShort()).as("scale 1 in f16").isEqualTo((short) 0x3c00);
        assertThat(q4.get()).as("weights 0 and 16").isEqualTo((byte) 0xf0);
        assertThat(q4.get()).as("weights 1 and 17").isEqualTo((byte) 0x89);
        assertThat(q8.get(2)).isEqualTo((byte) -127);
        assertThat(q8.get(2 + 16)).isEqualTo((byte) 111);
    }

    @Test
    void shouldSayWhatToDoWhenAWeightDoesNotFitSixteenBits() {
        ThrowingCallable writing = () -> GgmlBlocks.encode(GgmlType.F16, new float[] {70_000});

        assertThatThrownBy(writing).hasMessageContaining("70000").hasMessageContaining("choose F32");
    }

    private static float[] roundTrip(GgmlType type, float[] weights) {
        return GgmlBlocks.decode(type, GgmlBlocks.encode(type, weights), weights.length);
    }

    private static float[] weights(long seed, int exponent) {
        Random random = new Random(seed);
        float[] weights = new float[WEIGHTS];
        for (int i = 0; i < WEIGHTS; i++) {
            weights[i] = (float) (random.nextGaussian() * Math.pow(10, exponent / 4.0));
        }
        return weights;
    }

    private static float absmax(float[] weights, int at) {
        float max = 0;
        for (int i = at / 32 * 32; i < at / 32 * 32 + 32; i++) {
            max = Math.max(max, Math.abs(weights[i]));
        }
        return max;
    }
}

package dev.millrace.lm.quant;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.FloatRange;
import org.junit.jupiter.api.Test;

class DynamicMapTest {
    private static final double[] VALUES = IntStream.range(0, 256)
            .mapToDouble(code -> DynamicMap.SIGNED.decode((byte) code))
            .toArray();

    @Test
    void shouldHoldTheValuesOfTheDynamicTypeInAscendingOrder() {
        // When
        double[] distinct =
                IntStream.range(0, 256).mapToDouble(i -> VALUES[i]).distinct().toArray();

        // Then
        assertThat(distinct).hasSize(256).isSorted();
        assertThat(VALUES[127]).isZero();
        assertThat(VALUES[255]).isEqualTo(1);
        // The smallest decade has one value, the middle of [0.1, 1] times 1e-6; the largest has 64 of width 0.9/64.
        assertThat(VALUES[128]).isCloseTo(5.5e-7, within(1e-13));
        assertThat(VALUES[254]).isCloseTo(1 - 0.9 / 128, within(1e-7));
        assertThat(VALUES[0]).isCloseTo(-(1 - 0.9 / 128), within(1e-7));
        assertThat(VALUES[254] - VALUES[253]).isCloseTo(0.9 / 64, within(1e-7));
    }

    @Test
    void shouldHoldTwiceAsFineStepsAboveZeroWhenUnsigned() {
        // When
        float[] values = DynamicMap.UNSIGNED.values();

        // Then
        assertThat(values).hasSize(256).isSorted().doesNotHaveDuplicates();
        assertThat(values[0]).isZero();
        assertThat(values[1]).isCloseTo(3.25e-7f, within(1e-12f));
        assertThat(values[255]).isEqualTo(1);
        assertThat(values[254]).isCloseTo(1 - 0.9f / 256, within(1e-6f));
    }

    @Property
    void shouldChooseTheNearestValue(@ForAll @FloatRange(min = -1, max = 1) float value) {
        // When
        float restored = DynamicMap.SIGNED.decode(DynamicMap.SIGNED.encode(value));

        // Then
        for (double candidate : VALUES) {
            assertThat(Math.abs((double) restored - value)).isLessThanOrEqualTo(Math.abs(candidate - value) + 1e-9);
        }
    }
}

package dev.millrace.lm.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import java.util.function.IntToDoubleFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DivergenceGuardTest {
    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY})
    void shouldObjectAtOnceWhenAValueIsNotFinite(double bad) {
        // When
        Optional<String> loss = DivergenceGuard.fresh().objection(bad, 1);
        Optional<String> norm = DivergenceGuard.fresh().objection(1, bad);

        // Then
        assertThat(loss).get().asString().contains("the loss is " + bad);
        assertThat(norm).get().asString().contains("the gradient norm is " + bad);
    }

    @Test
    void shouldObjectWhenLossesClimbFarAboveTheirLowest() {
        // When
        int step = firstObjection(i -> i < 50 ? 4 - i * 0.05 : 1.5 + (i - 50) * 0.4);

        // Then
        assertThat(step).isBetween(55, 75);
    }

    @Test
    void shouldNotObjectWhenLossesFallWithNoise() {
        // When
        int step = firstObjection(i -> 9 * Math.exp(-i / 60.0) + 1 + (i % 7 == 0 ? 1.5 : 0));

        // Then
        assertThat(step).isEqualTo(-1);
    }

    @Test
    void shouldNotObjectWhenASingleBatchIsHard() {
        // When
        int step = firstObjection(i -> i == 100 ? 8 : 1.2);

        // Then
        assertThat(step).isEqualTo(-1);
    }

    @Test
    void shouldNotCallAStateHealthyWhileLossesClimb() {
        // Given
        DivergenceGuard guard = DivergenceGuard.fresh();
        for (int i = 0; i < 30; i++) {
            assertThat(guard.objection(1.5, 1)).isEmpty();
        }
        boolean before = guard.healthy();

        // When
        for (int i = 0; i < 10; i++) {
            assertThat(guard.objection(2.8, 1)).isEmpty();
        }

        // Then
        assertThat(before).isTrue();
        assertThat(guard.healthy()).isFalse();
    }

    private static int firstObjection(IntToDoubleFunction losses) {
        DivergenceGuard guard = DivergenceGuard.fresh();
        for (int i = 0; i < 300; i++) {
            if (guard.objection(losses.applyAsDouble(i), 1).isPresent()) {
                return i;
            }
        }
        return -1;
    }
}

package dev.millrace.evaluator.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StudentTTest {

    /** Expected values: R 4.3, qt(0.975, degrees). */
    @ParameterizedTest
    @CsvSource({
        "4, 2.776445105, 1e-2",
        "10, 2.228138852, 1e-4",
        "29, 2.045229642, 1e-6",
        "99, 1.984216952, 1e-6",
        "1000, 1.962339081, 1e-6"
    })
    void shouldGiveTheTabledQuantile(int degrees, double expected, double tolerance) {
        double quantile = StudentT.quantile975(degrees);

        assertThat(quantile).isCloseTo(expected, within(tolerance));
    }
}

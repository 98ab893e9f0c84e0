package dev.millrace.lm.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LearningRateScheduleTest {
    @ParameterizedTest
    @CsvSource({
        // kind, floor, warm-up, total, step, share of the peak
        "CONSTANT, 0.1, 0, 100, 0, 1",
        "CONSTANT, 0.1, 0, 100, 99, 1",
        "CONSTANT, 0.1, 10, 100, 0, 0.1",
        "CONSTANT, 0.1, 10, 100, 9, 1",
        "LINEAR, 0, 0, 100, 0, 1",
        "LINEAR, 0, 0, 100, 50, 0.5",
        "LINEAR, 0.2, 0, 100, 100, 0.2",
        "LINEAR, 0.2, 10, 110, 60, 0.6",
        "COSINE, 0, 0, 100, 50, 0.5",
        "COSINE, 0, 0, 100, 25, 0.853553",
        "COSINE, 0.1, 0, 100, 100, 0.1",
        "COSINE, 0.1, 4, 4, 3, 1",
        "COSINE, 0.1, 0, 100, 1000, 0.1",
    })
    void shouldRiseThenFallAsTheKindSays(Schedule kind, double floor, int warmup, int total, int step, double share) {
        // When
        double rate = new LearningRateSchedule(kind, 2e-3, floor, warmup, total).at(step);

        // Then
        assertThat(rate).isCloseTo(2e-3 * share, within(1e-9));
    }
}

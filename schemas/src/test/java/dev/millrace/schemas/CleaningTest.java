package dev.millrace.schemas;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CleaningTest {

    @ParameterizedTest
    @ValueSource(longs = {10, 60, 3_600, 86_400, 30 * 86_400, 365 * 86_400})
    void shouldLeaveTimeToCleanBeforeTheDeadlineWhenItIsShortOrLong(long seconds) {
        // When
        Cleaning cleaning = new Cleaning(Duration.ofSeconds(seconds));

        // Then
        Duration deadline = cleaning.deadline();
        assertThat(cleaning.lag().multipliedBy(3)).isLessThan(deadline);
        assertThat(cleaning.tombstones()).isGreaterThanOrEqualTo(cleaning.lag());
        assertThat(cleaning.retention(Duration.ofDays(10_000)).plus(cleaning.lag()))
                .isLessThan(deadline);
        assertThat(cleaning.compaction().values())
                .allSatisfy(value -> assertThat(Long.parseLong(value)).isPositive());
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 7, 28})
    void shouldKeepWhatTheDeadlineAllowsWhenItIsAMonth(long days) {
        assertThat(new Cleaning(Duration.ofDays(30)).retention(Duration.ofDays(days)))
                .isEqualTo(Duration.ofDays(days));
    }
}

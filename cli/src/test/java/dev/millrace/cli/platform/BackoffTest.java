package dev.millrace.cli.platform;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class BackoffTest {

    @Test
    void shouldDoubleUpToALimitWhileLivesAreShort() {
        Backoff backoff = new Backoff();

        Stream<Long> delays =
                Stream.generate(() -> backoff.after(Duration.ofSeconds(1)).toSeconds());

        assertThat(delays.limit(7)).containsExactly(1L, 2L, 4L, 8L, 16L, 30L, 30L);
    }

    @Test
    void shouldStartOverAfterALongLife() {
        Backoff backoff = new Backoff();
        backoff.after(Duration.ofSeconds(1));
        backoff.after(Duration.ofSeconds(1));

        Duration delay = backoff.after(Duration.ofMinutes(5));

        assertThat(delay).isEqualTo(Duration.ofSeconds(1));
    }
}

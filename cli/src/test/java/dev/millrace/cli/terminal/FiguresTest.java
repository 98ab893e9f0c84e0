package dev.millrace.cli.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {

    @ParameterizedTest
    @CsvSource({"0,0 B", "1023,1023 B", "1536,1.5 KiB", "3221225472,3.0 GiB"})
    void shouldScaleBytes(long bytes, String expected) {
        assertThat(Figures.bytes(bytes)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"-5,0 s", "59,59 s", "61,1:01 min", "3720,1:02 h"})
    void shouldWriteDurations(long seconds, String expected) {
        assertThat(Figures.duration(Duration.ofSeconds(seconds))).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"3,3 s ago", "120,2 min ago", "7200,2 h ago", "259200,3 days ago"})
    void shouldWriteTimesSince(long seconds, String expected) {
        Instant now = Instant.parse("2026-01-01T00:00:00Z");

        assertThat(Figures.ago(now.minusSeconds(seconds), now)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource({"abc,abc", "0123456789abcdef,0123456789ab"})
    void shouldShortenIds(String id, String expected) {
        assertThat(Figures.shortId(id)).isEqualTo(expected);
    }
}

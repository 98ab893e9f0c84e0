package dev.millrace.ingest.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Instant;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TimeTextTest {

    @ParameterizedTest
    @CsvSource({
        "2026-11-24T09:30:00Z,2026-11-24T09:30:00Z",
        "2026-11-24T10:30:00+01:00,2026-11-24T09:30:00Z",
        "2026-11-24 10:30:00+01:00,2026-11-24T09:30:00Z",
        "2026-11-24T09:30:00,2026-11-24T09:30:00Z",
        "2026-11-24 09:30,2026-11-24T09:30:00Z",
        "2026-11-24 09:30:00.123456,2026-11-24T09:30:00.123Z",
        "2026-11-24,2026-11-24T00:00:00Z",
        "1577836800,2020-01-01T00:00:00Z",
        "1577836800.25,2020-01-01T00:00:00.250Z",
        "1577836800250,2020-01-01T00:00:00.250Z",
    })
    void shouldReadATimeWhenItIsWrittenInAKnownForm(String text, String expected) {
        assertThat(TimeText.parse(text)).contains(Instant.parse(expected));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "yesterday", "24.11.2026", "2026-13-01", "123", "11/24/2026 09:30"})
    void shouldFindNoTimeWhenTheTextIsNone(String text) {
        assertThat(TimeText.parse(text)).isEmpty();
    }
}

package dev.millrace.ingest.file;

import dev.millrace.ingest.event.IsoTime;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads times as files write them: ISO 8601 as {@link IsoTime} has it, epoch seconds (9 or 10 digits) or epoch
 * milliseconds (12 or 13 digits).
 */
final class TimeText {
    static final String EXPECTED =
            "expected one such as 2026-11-24T09:30:00Z, 2026-11-24 09:30:00 (UTC) or epoch seconds";
    private static final Pattern SECONDS = Pattern.compile("\\d{9,10}(\\.\\d{1,9})?");
    private static final Pattern MILLIS = Pattern.compile("\\d{12,13}");

    private TimeText() {}

    /** The time, cut to milliseconds; empty where the text is none. */
    static Optional<Instant> parse(String text) {
        if (MILLIS.matcher(text).matches()) {
            return Optional.of(Instant.ofEpochMilli(Long.parseLong(text)));
        }
        if (SECONDS.matcher(text).matches()) {
            return Optional.of(Instant.ofEpochMilli((long) (Double.parseDouble(text) * 1000)));
        }
        return IsoTime.parse(text);
    }
}

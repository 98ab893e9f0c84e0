package dev.millrace.ingest.file;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/**
 * Reads times as files write them: ISO 8601 with offset, without one (taken as UTC, also with a blank for the T), a date
 * alone, epoch seconds (9 or 10 digits) or epoch milliseconds (12 or 13 digits).
 */
final class TimeText {
    static final String EXPECTED =
            "expected one such as 2026-11-24T09:30:00Z, 2026-11-24 09:30:00 (UTC) or epoch seconds";
    private static final Pattern SECONDS = Pattern.compile("\\d{9,10}(\\.\\d{1,9})?");
    private static final Pattern MILLIS = Pattern.compile("\\d{12,13}");
    private static final List<Function<String, Instant>> FORMS = List.of(
            text -> OffsetDateTime.parse(text).toInstant(),
            text -> LocalDateTime.parse(text).toInstant(ZoneOffset.UTC),
            text -> LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC));

    private TimeText() {}

    /** The time, cut to milliseconds; empty where the text is none. */
    static Optional<Instant> parse(String text) {
        if (MILLIS.matcher(text).matches()) {
            return Optional.of(Instant.ofEpochMilli(Long.parseLong(text)));
        }
        if (SECONDS.matcher(text).matches()) {
            return Optional.of(Instant.ofEpochMilli((long) (Double.parseDouble(text) * 1000)));
        }
        String iso = text.replaceFirst("^(\\d{4}-\\d{2}-\\d{2}) +(?=\\d)", "$1T");
        return FORMS.stream()
                .map(form -> tryParse(form, iso))
                .flatMap(Optional::stream)
                .findFirst()
                .map(time -> time.truncatedTo(ChronoUnit.MILLIS));
    }

    private static Optional<Instant> tryParse(Function<String, Instant> form, String text) {
        try {
            return Optional.of(form.apply(text));
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }
}

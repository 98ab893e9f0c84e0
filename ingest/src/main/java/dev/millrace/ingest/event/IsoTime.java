package dev.millrace.ingest.event;

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

/**
 * Reads times in ISO 8601 as systems and files write them: with offset, without one (taken as UTC, also with a blank for
 * the T), or a date alone.
 */
public final class IsoTime {
    private static final List<Function<String, Instant>> FORMS = List.of(
            text -> OffsetDateTime.parse(text).toInstant(),
            text -> LocalDateTime.parse(text).toInstant(ZoneOffset.UTC),
            text -> LocalDate.parse(text).atStartOfDay().toInstant(ZoneOffset.UTC));

    private IsoTime() {}

    /** The time, cut to milliseconds; empty where the text is none. */
    public static Optional<Instant> parse(String text) {
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

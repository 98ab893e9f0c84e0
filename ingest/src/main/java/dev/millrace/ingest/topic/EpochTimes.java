package dev.millrace.ingest.topic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.ingest.event.IsoTime;
import dev.millrace.runtime.config.TopicFieldConfig.TimeFormat;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Optional;
import java.util.regex.Pattern;

/** Reads times: text in ISO 8601, numbers (also written as text) as the configuration says. */
final class EpochTimes {
    private static final Pattern NUMBER = Pattern.compile("-?\\d{1,19}(\\.\\d{1,9})?");
    private static final double LARGEST = 1e18;
    private static final BigInteger NANOS = BigInteger.valueOf(1_000_000_000);

    private EpochTimes() {}

    /** The time; empty where the value is none. */
    static Optional<Instant> read(JsonNode value, TimeFormat format) {
        String text = text(value);
        if (!NUMBER.matcher(text).matches()) {
            return value.isTextual() ? IsoTime.parse(text) : Optional.empty();
        }
        return format == TimeFormat.ISO ? Optional.empty() : number(new BigDecimal(text), format);
    }

    private static String text(JsonNode value) {
        if (value.isFloatingPointNumber()) {
            double number = value.doubleValue();
            return Math.abs(number) < LARGEST ? BigDecimal.valueOf(number).toPlainString() : "";
        }
        return value.asText();
    }

    private static Optional<Instant> number(BigDecimal number, TimeFormat format) {
        BigInteger[] parts = number.movePointRight(9 - digits(format))
                .setScale(0, RoundingMode.FLOOR)
                .toBigInteger()
                .divideAndRemainder(NANOS);
        try {
            return Optional.of(Instant.ofEpochSecond(parts[0].longValueExact(), parts[1].longValue()));
        } catch (ArithmeticException | DateTimeException e) {
            return Optional.empty();
        }
    }

    /** How many digits of a second the unit has. */
    private static int digits(TimeFormat format) {
        return switch (format) {
            case EPOCH_MILLIS -> 3;
            case EPOCH_MICROS -> 6;
            case EPOCH_NANOS -> 9;
            case ISO, EPOCH_SECONDS -> 0;
        };
    }
}

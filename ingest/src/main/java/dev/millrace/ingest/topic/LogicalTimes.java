package dev.millrace.ingest.topic;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;

/**
 * The types by which schemas declare whole numbers to be times since 1970: Avro's logical types, those of Kafka Connect,
 * and Debezium's ({@code io.debezium.time}). Those without a zone are taken as UTC.
 */
final class LogicalTimes {
    private static final Map<String, ChronoUnit> UNITS = Map.ofEntries(
            Map.entry("timestamp-millis", ChronoUnit.MILLIS),
            Map.entry("timestamp-micros", ChronoUnit.MICROS),
            Map.entry("timestamp-nanos", ChronoUnit.NANOS),
            Map.entry("local-timestamp-millis", ChronoUnit.MILLIS),
            Map.entry("local-timestamp-micros", ChronoUnit.MICROS),
            Map.entry("local-timestamp-nanos", ChronoUnit.NANOS),
            Map.entry("date", ChronoUnit.DAYS),
            Map.entry("org.apache.kafka.connect.data.Timestamp", ChronoUnit.MILLIS),
            Map.entry("org.apache.kafka.connect.data.Date", ChronoUnit.DAYS),
            Map.entry("io.debezium.time.Timestamp", ChronoUnit.MILLIS),
            Map.entry("io.debezium.time.MicroTimestamp", ChronoUnit.MICROS),
            Map.entry("io.debezium.time.NanoTimestamp", ChronoUnit.NANOS),
            Map.entry("io.debezium.time.Date", ChronoUnit.DAYS));

    private LogicalTimes() {}

    /** The time in ISO 8601, where the type is one of time and the value is in its range. */
    static Optional<String> iso(String type, long value) {
        try {
            return Optional.ofNullable(UNITS.get(type))
                    .map(unit -> Instant.EPOCH.plus(value, unit).toString());
        } catch (DateTimeException | ArithmeticException e) {
            return Optional.empty();
        }
    }
}

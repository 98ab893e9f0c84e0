package dev.millrace.schemas;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;

/**
 * One topic: what it carries, how it is partitioned and how long it is kept.
 *
 * @param name {@code <area>.<entity>.v<n>}
 * @param key shape of the key, for documentation
 * @param value class of the value
 * @param partitioning which part of the key decides the partition
 * @param retention how long it is kept
 * @param deadLetters whether a service reads it, so that it has a dead-letter topic
 */
public record Topic<V extends SpecificRecord>(
        String name, String key, Class<V> value, Partitioning partitioning, Retention retention, boolean deadLetters) {

    /** Name of the topic for records of this one that cannot be processed. */
    public String deadLetterName() {
        return name + ".dlq";
    }

    /** Subject of the value's schema in the registry (TopicNameStrategy). */
    public String subject() {
        return name + "-value";
    }

    /** Schema of the value. */
    public Schema schema() {
        return SpecificData.get().getSchema(value);
    }

    /** How long records are kept at most, as Kafka settings; a short deadline of erasures shortens it. */
    public enum Retention {
        /** Raw events: 30 days from arrival, if the deadline of erasures allows. */
        RAW("delete", Duration.ofDays(30), true, true),
        /** Compacted, and deleted with the raw events. */
        RAW_COMPACTED("compact,delete", Duration.ofDays(30), true, true),
        /** The newest value of each key, for ever. */
        COMPACTED("compact", null, false, true),
        /** Requests, which name nobody: 30 days. */
        MONTH("delete", Duration.ofDays(30), false, false),
        /** Reports of what happened: 7 days, if the deadline of erasures allows. */
        WEEK("delete", Duration.ofDays(7), false, true);

        private final String policy;
        private final @org.jspecify.annotations.Nullable Duration time;
        private final boolean appendTime;
        private final boolean personal;

        Retention(
                String policy, @org.jspecify.annotations.Nullable Duration time, boolean appendTime, boolean personal) {
            this.policy = policy;
            this.time = time;
            this.appendTime = appendTime;
            this.personal = personal;
        }

        /** Topic settings; time counts from arrival where the value's own times may be old. */
        Map<String, String> settings(Cleaning cleaning) {
            Map<String, String> settings = new LinkedHashMap<>();
            settings.put("cleanup.policy", policy);
            if (policy.contains("compact")) {
                settings.putAll(cleaning.compaction());
            }
            if (time != null && personal) {
                settings.putAll(cleaning.deletion(time));
            } else if (time != null) {
                settings.put("retention.ms", Long.toString(time.toMillis()));
            }
            settings.put("message.timestamp.type", appendTime ? "LogAppendTime" : "CreateTime");
            return settings;
        }
    }
}

package dev.millrace.runtime.config;

import dev.millrace.schemas.Keys;
import dev.millrace.schemas.Topics;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

@Doc("A topic that another system writes, such as Kafka Connect or Debezium, and how its records become events;"
        + " `docs/topics-of-others.md` has examples.")
public record TopicSourceConfig(
        @Doc("Name of the topic.") @Nullable String topic,

        @Doc(
                "How its values are written: `json` (with Connect's schema or without), or `avro` with the registry's schemas"
                        + " (Confluent's wire format).")
        Format format,

        @Doc("What stands around a row: `none`, or `debezium` (before, after, op, source, ts_ms).")
        Envelope envelope,

        @Doc("Body of knowledge that the events belong to.") @Nullable
        String domain,

        @Doc(
                "Source of the events; the name of the entry unless given. Topics that tell of the same tickets have the same"
                        + " one.")
        @Nullable
        String source,

        @Doc("What the events are of.") @Nullable Kind kind,

        @Doc("Larger records go to the dead letters.") ByteSize maxRecordBytes,

        @Doc("Fields of every event by name, where its type has such a field.")
        Map<String, TopicFieldConfig> fields,

        @Doc("The events that a record may tell of, by type or by a name of your choice.")
        Map<String, TopicEventConfig> events) {

    /** How values are written. */
    public enum Format {
        JSON,
        AVRO
    }

    /** What stands around a row. */
    public enum Envelope {
        NONE,
        DEBEZIUM
    }

    /** What the events are of. */
    public enum Kind {
        TICKET,
        CHAT
    }

    private static final Pattern TOPIC = Pattern.compile("[A-Za-z0-9._-]{1,249}");
    private static final long LARGEST_RECORD = 8_000_000;

    public static final TopicSourceConfig DEFAULTS = new TopicSourceConfig(
            null, Format.JSON, Envelope.NONE, null, null, null, ByteSize.parse("1MB"), Map.of(), Map.of());

    public TopicSourceConfig {
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        events = Collections.unmodifiableMap(new LinkedHashMap<>(events));
        Check.range("maxRecordBytes", maxRecordBytes.bytes(), 1, LARGEST_RECORD);
        if (envelope == Envelope.NONE) {
            events.forEach((name, event) -> Check.that(
                    !event.needsEnvelope(),
                    "events." + name,
                    "made of a delete or of what has changed",
                    "envelope: debezium, which tells both"));
        }
    }

    /** Checks what an entry has to say. */
    void requireComplete(String key) {
        Check.that(topic != null, key + ".topic", "empty", "the topic to read");
        Check.matches(key + ".topic", String.valueOf(topic), TOPIC, "1 to 249 of A-Z, a-z, 0-9, '.', '_' and '-'");
        Check.that(
                Topics.all().stream()
                        .noneMatch(own ->
                                own.name().equals(topic) || own.deadLetterName().equals(topic)),
                key + ".topic",
                "'" + topic + "'",
                "a topic that is not Millrace's own");
        Check.that(kind != null, key + ".kind", "empty", "ticket or chat");
        requireName(key + ".domain", domain);
        if (source != null) {
            requireName(key + ".source", source);
        }
        Check.that(!events.isEmpty(), key + ".events", "empty", "at least one event that a record may tell of");
    }

    private static void requireName(String key, @Nullable String name) {
        Check.that(
                name != null && Keys.isName(name),
                key,
                name == null ? "empty" : "'" + name + "'",
                "a name of " + Keys.NAME_RULE);
    }
}

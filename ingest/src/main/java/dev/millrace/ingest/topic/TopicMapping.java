package dev.millrace.ingest.topic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.ingest.event.EventDraft;
import dev.millrace.ingest.event.EventKind;
import dev.millrace.ingest.event.JsonEventReader;
import dev.millrace.runtime.config.TopicSourceConfig.Envelope;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the records of one topic mean. A function of the record alone; thread-safe. */
final class TopicMapping {
    private final EventKind<?> kind;
    private final Envelope envelope;
    private final List<EventMapping> events;
    private final JsonEventReader reader;
    private final boolean asksForKey;

    TopicMapping(
            EventKind<?> kind,
            Envelope envelope,
            List<EventMapping> events,
            JsonEventReader reader,
            boolean asksForKey) {
        this.kind = kind;
        this.envelope = envelope;
        this.events = events;
        this.reader = reader;
        this.asksForKey = asksForKey;
    }

    /** Whether a path leads into the record's key, so that it has to be read. */
    boolean asksForKey() {
        return asksForKey;
    }

    EventKind<?> kind() {
        return kind;
    }

    /**
     * The events of a record, all or none.
     *
     * @param around what Kafka tells of the record beside its value
     * @param key the record's, empty where it has none
     */
    Mapped read(JsonNode value, ObjectNode around, byte[] key) throws UnmappableException {
        Optional<Change> change = value.isNull() ? Optional.empty() : open(value, around);
        if (change.isEmpty()) {
            return Mapped.nothing(Outcome.PASSED_OVER);
        }
        List<EventMapping> applying =
                events.stream().filter(event -> event.applies(change.get())).toList();
        List<EventDraft> drafts = new ArrayList<>();
        for (EventMapping event : applying) {
            event.read(change.get(), key, reader).ifPresent(drafts::add);
        }
        return drafts.isEmpty()
                ? Mapped.nothing(applying.isEmpty() ? Outcome.UNMATCHED : Outcome.WORDLESS)
                : new Mapped(Outcome.MAPPED, drafts);
    }

    private Optional<Change> open(JsonNode value, ObjectNode around) throws UnmappableException {
        return switch (envelope) {
            case DEBEZIUM -> DebeziumEnvelope.open(value, around);
            case NONE -> Optional.of(Change.plain(value, around));
        };
    }
}

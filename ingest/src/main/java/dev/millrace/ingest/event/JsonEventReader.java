package dev.millrace.ingest.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/**
 * Reads one ticket or chat event from JSON and judges it: shape, types, unknown fields and limits in one pass.
 *
 * <p>An event without an id gets the SHA-256 of its content, so that sending it again is the same event. Thread-safe.
 */
public final class JsonEventReader {
    private final DraftRules rules;

    public JsonEventReader(DraftRules rules) {
        this.rules = rules;
    }

    /** The event, if it has no problem. */
    public Optional<EventDraft> read(EventKind<?> kind, JsonNode node, Problems problems) {
        if (!node.isObject()) {
            problems.add("", "is not a JSON object; expected one event");
            return Optional.empty();
        }
        JsonFields fields = new JsonFields(node, "", problems);
        Optional<String> eventId = id(fields.text("eventId"), "eventId", problems);
        Optional<String> conversationId = id(fields.requireText(kind.idField()), kind.idField(), problems);
        Optional<String> subject = id(fields.text("subject"), "subject", problems);
        Optional<Instant> occurredAt = fields.requireTime("occurredAt");
        occurredAt.ifPresent(time -> rules.checkTime(time, "occurredAt", problems));
        Optional<SpecificRecord> change =
                fields.requireObject("event").flatMap(event -> ChangeReader.read(event, kind, problems));
        fields.refuseOthers();
        if (!problems.isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new EventDraft(
                eventId.orElseGet(() -> ContentHash.of(node)),
                conversationId.orElseThrow(),
                subject.orElse(null),
                occurredAt.orElseThrow(),
                change.orElseThrow()));
    }

    private Optional<String> id(Optional<String> id, String field, Problems problems) {
        id.ifPresent(text -> rules.checkId(text, field, problems));
        return id;
    }
}

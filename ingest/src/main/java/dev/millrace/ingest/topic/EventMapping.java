package dev.millrace.ingest.topic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.ingest.event.ContentHash;
import dev.millrace.ingest.event.EventDraft;
import dev.millrace.ingest.event.EventKind;
import dev.millrace.ingest.event.JsonEventReader;
import dev.millrace.ingest.event.Problem;
import dev.millrace.ingest.event.Problems;
import dev.millrace.runtime.config.TopicEventConfig.Operation;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * One event that a record may tell of. What is made of the record has the form of {@code POST /v1/tickets} and is judged
 * as such.
 *
 * <p>An event without a mapped id gets one that follows from the record's key and what the event says: the same row told
 * of again is the same event, wherever its record lies.
 */
final class EventMapping {
    /** Fields in which an event says something; a message without words is none. */
    private static final Set<String> WORDS = Set.of("body", "text");

    private static final String EVENT_ID = "eventId";

    private final EventKind<?> kind;
    private final String name;
    private final String type;
    private final Set<Operation> operations;
    private final List<Condition> conditions;
    private final List<FieldMapping> envelope;
    private final List<FieldMapping> fields;

    EventMapping(
            EventKind<?> kind,
            String name,
            String type,
            Set<Operation> operations,
            List<Condition> conditions,
            List<FieldMapping> envelope,
            List<FieldMapping> fields) {
        this.kind = kind;
        this.name = name;
        this.type = type;
        this.operations = operations;
        this.conditions = conditions;
        this.envelope = envelope;
        this.fields = fields;
    }

    /** Whether the change is one that this event is made of. */
    boolean applies(Change change) {
        return operations.contains(change.operation())
                && conditions.stream().allMatch(condition -> condition.holds(change));
    }

    /**
     * The event; nothing where it would be a message without words.
     *
     * @param key the record's, empty where it has none
     */
    Optional<EventDraft> read(Change change, byte[] key, JsonEventReader reader) throws UnmappableException {
        Problems problems = new Problems();
        ObjectNode said = JsonNodeFactory.instance.objectNode().put("type", type);
        fields.forEach(field -> put(field, change, said, problems));
        if (isWordless(said)) {
            return Optional.empty();
        }
        ObjectNode event = JsonNodeFactory.instance.objectNode();
        envelope.forEach(field -> put(field, change, event, problems));
        event.set("event", said);
        identify(event, key, problems);
        Optional<EventDraft> draft = problems.isEmpty() ? reader.read(kind, event, problems) : Optional.empty();
        if (draft.isEmpty()) {
            throw UnmappableException.of("events." + name, withOrigins(problems));
        }
        return draft;
    }

    private static void put(FieldMapping field, Change change, ObjectNode target, Problems problems) {
        field.read(change, problems).ifPresent(value -> target.set(field.name(), value));
    }

    private static boolean isWordless(ObjectNode said) {
        return WORDS.stream()
                .map(said::get)
                .anyMatch(words -> words != null
                        && (words.isNull()
                                || (words.isTextual() && words.textValue().isBlank())));
    }

    private void identify(ObjectNode event, byte[] key, Problems problems) {
        boolean mapped = envelope.stream().anyMatch(field -> field.name().equals(EVENT_ID));
        if (!mapped) {
            JsonNode identity =
                    JsonNodeFactory.instance.objectNode().put("key", key).set("event", event);
            event.put(EVENT_ID, type + "-" + ContentHash.of(identity));
        } else if (!event.hasNonNull(EVENT_ID)) {
            problems.add(EVENT_ID, "is not there; expected an id");
        }
    }

    /** Each problem with where the field was looked for. */
    private Problems withOrigins(Problems problems) {
        Problems told = new Problems();
        for (Problem problem : problems.list()) {
            String field = problem.field().replaceFirst("^event\\.", "").replaceFirst("\\[.*", "");
            String origin = Stream.concat(envelope.stream(), fields.stream())
                    .filter(mapping -> mapping.name().equals(field))
                    .map(mapping -> " (" + mapping.origin() + ")")
                    .findFirst()
                    .orElse("");
            told.add(problem.field() + origin, problem.message());
        }
        return told;
    }
}

package dev.millrace.simulator;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.Map;

/**
 * One ticket or chat event in the JSON shape of ingest's HTTP interface.
 *
 * @param fields what the JSON holds, in order
 */
public record SimulatedEvent(Kind kind, Instant occurredAt, Map<String, Object> fields) {
    private static final ObjectMapper JSON = new ObjectMapper();

    /** Which of ingest's two interfaces takes the event. */
    public enum Kind {
        TICKET,
        CHAT
    }

    /** What happened: the fields of {@code event}. */
    @SuppressWarnings("unchecked")
    public Map<String, Object> change() {
        return (Map<String, Object>) fields.getOrDefault("event", Map.of());
    }

    /** The event as a JSON object. */
    public String json() {
        try {
            return JSON.writeValueAsString(fields);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a simulated event cannot be written as JSON", e);
        }
    }
}

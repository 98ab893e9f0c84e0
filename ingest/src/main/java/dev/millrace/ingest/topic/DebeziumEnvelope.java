package dev.millrace.ingest.topic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.runtime.config.TopicEventConfig.Operation;
import java.util.Optional;

/**
 * A change event of Debezium: {@code before}, {@code after}, {@code op}, {@code source}, {@code ts_ms}. A row that a
 * snapshot reads ({@code r}) counts as created; {@code t} (truncate) and {@code m} (a message in the log) are of no row.
 *
 * <p>Source: the documentation of Debezium's connector for PostgreSQL, "Data change events".
 */
final class DebeziumEnvelope {
    private static final String AFTER = "after";
    private static final String BEFORE = "before";

    /** What stands in place of a large value that was not changed and that the database did not send. */
    static final String UNAVAILABLE = "__debezium_unavailable_value";

    private DebeziumEnvelope() {}

    /**
     * The change; empty where it is of no row.
     *
     * @param around what Kafka tells of the record, put beside the envelope's fields
     */
    static Optional<Change> open(JsonNode value, ObjectNode around) throws UnmappableException {
        if (!(value instanceof ObjectNode envelope) || !value.path("op").isTextual()) {
            throw new UnmappableException(
                    "the value is no envelope of Debezium, since it has no op; expected before, after and op, or"
                            + " envelope: none in the configuration");
        }
        return switch (value.get("op").textValue()) {
            case "c", "r" -> Optional.of(change(Operation.CREATE, envelope, around));
            case "u" -> Optional.of(change(Operation.UPDATE, envelope, around));
            case "d" -> Optional.of(new Change(Operation.DELETE, envelope.path(BEFORE), envelope.setAll(around)));
            case "t", "m" -> Optional.empty();
            default -> throw new UnmappableException("op is none of c, r, u, d, t and m");
        };
    }

    private static Change change(Operation operation, ObjectNode envelope, ObjectNode around)
            throws UnmappableException {
        JsonNode after = envelope.path(AFTER);
        if (!after.isObject()) {
            throw new UnmappableException("after is no row; expected one where op is c, r or u");
        }
        return new Change(operation, after, envelope.setAll(around));
    }
}

package dev.millrace.ingest.topic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.runtime.config.TopicEventConfig.Operation;

/**
 * What a record says happened to a row.
 *
 * @param operation what was done; a row without an envelope counts as created
 * @param row the row after it, or before it where it was deleted; a missing node where the record does not tell
 * @param around what stands around the row: the envelope's fields, Kafka's {@code timestamp}, and the {@code key} if asked for
 */
record Change(Operation operation, JsonNode row, ObjectNode around) {

    /** A row by itself. */
    static Change plain(JsonNode row, ObjectNode around) throws UnmappableException {
        if (!row.isObject()) {
            throw new UnmappableException("the value is no JSON object; expected a row with named fields");
        }
        return new Change(Operation.CREATE, row, around);
    }
}

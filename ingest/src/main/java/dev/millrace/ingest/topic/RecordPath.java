package dev.millrace.ingest.topic;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.NullNode;
import dev.millrace.runtime.config.TopicEventConfig.Operation;

/**
 * Where a value stands: a JSON pointer (RFC 6901) into the row, or with {@code /@} before its first name, into what stands
 * around the row.
 */
final class RecordPath {
    private static final String AROUND = "/@";

    private final String text;
    private final boolean around;
    private final JsonPointer pointer;

    RecordPath(String text) {
        this.text = text;
        this.around = text.startsWith(AROUND);
        this.pointer = JsonPointer.compile(around ? "/" + text.substring(AROUND.length()) : text);
    }

    /** The value; JSON null where a change does not repeat it, a missing node where there is no such field. */
    JsonNode in(Change change) {
        JsonNode value = raw(change);
        return isUnavailable(value) ? NullNode.instance : value;
    }

    /** Whether the value is another than before; a change that does not tell how it was counts as one. */
    boolean changed(Change change) {
        JsonNode before = change.around().path("before");
        if (change.operation() != Operation.UPDATE || !before.isObject() || around) {
            return true;
        }
        JsonNode now = raw(change);
        return !isUnavailable(now) && !now.equals(before.at(pointer));
    }

    private JsonNode raw(Change change) {
        return (around ? change.around() : change.row()).at(pointer);
    }

    private static boolean isUnavailable(JsonNode value) {
        return value.isTextual() && value.textValue().equals(DebeziumEnvelope.UNAVAILABLE);
    }

    @Override
    public String toString() {
        return text;
    }
}

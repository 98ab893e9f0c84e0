package dev.millrace.ingest.topic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

/**
 * What Connect's JsonConverter puts around a value while {@code schemas.enable} is true: {@code {"schema": …, "payload":
 * …}}. The payload is what counts; numbers that the schema declares to be times become text in ISO 8601.
 */
final class ConnectSchema {
    private static final String SCHEMA = "schema";
    private static final String PAYLOAD = "payload";

    private ConnectSchema() {}

    /** The payload, or the value itself where there is nothing around it. */
    static JsonNode payload(JsonNode value) {
        if (!value.isObject() || value.size() != 2 || !value.has(SCHEMA) || !value.has(PAYLOAD)) {
            return value;
        }
        return typed(value.get(SCHEMA), value.get(PAYLOAD));
    }

    private static JsonNode typed(JsonNode schema, JsonNode value) {
        if (value instanceof ObjectNode struct) {
            for (JsonNode field : schema.path("fields")) {
                String name = field.path("field").asText();
                JsonNode member = struct.get(name);
                if (member != null) {
                    struct.set(name, typed(field, member));
                }
            }
            return struct;
        }
        if (!value.isIntegralNumber() || !value.canConvertToLong()) {
            return value;
        }
        return LogicalTimes.iso(schema.path("name").asText(), value.longValue())
                .<JsonNode>map(TextNode::valueOf)
                .orElse(value);
    }
}

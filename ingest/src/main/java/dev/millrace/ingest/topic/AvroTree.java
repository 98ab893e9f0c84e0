package dev.millrace.ingest.topic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericFixed;
import org.apache.avro.generic.IndexedRecord;
import org.jspecify.annotations.Nullable;

/**
 * A generic Avro value as a JSON tree: what the schema declares to be a time becomes text in ISO 8601, bytes stay binary, a
 * union is its value.
 */
final class AvroTree {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private AvroTree() {}

    static JsonNode of(@Nullable Object value, Schema schema) {
        if (value == null) {
            return NODES.nullNode();
        }
        return switch (schema.getType()) {
            case UNION -> of(value, schema.getTypes().get(GenericData.get().resolveUnion(schema, value)));
            case RECORD -> record((IndexedRecord) value);
            case MAP -> map((Map<?, ?>) value, schema.getValueType());
            case ARRAY -> array((Collection<?>) value, schema.getElementType());
            case INT, LONG -> number(((Number) value).longValue(), schema);
            case FLOAT, DOUBLE -> NODES.numberNode(((Number) value).doubleValue());
            case BOOLEAN -> NODES.booleanNode((Boolean) value);
            case BYTES -> NODES.binaryNode(bytes((ByteBuffer) value));
            case FIXED -> NODES.binaryNode(((GenericFixed) value).bytes());
            case STRING, ENUM -> NODES.textNode(value.toString());
            case NULL -> NODES.nullNode();
        };
    }

    private static JsonNode record(IndexedRecord record) {
        ObjectNode tree = NODES.objectNode();
        for (Schema.Field field : record.getSchema().getFields()) {
            tree.set(field.name(), of(record.get(field.pos()), field.schema()));
        }
        return tree;
    }

    private static JsonNode map(Map<?, ?> map, Schema schema) {
        ObjectNode tree = NODES.objectNode();
        map.forEach((name, value) -> tree.set(name.toString(), of(value, schema)));
        return tree;
    }

    private static JsonNode array(Collection<?> values, Schema schema) {
        ArrayNode tree = NODES.arrayNode();
        values.forEach(value -> tree.add(of(value, schema)));
        return tree;
    }

    /** Connect's own types stand in {@code connect.name}, Avro's in {@code logicalType}. */
    private static JsonNode number(long value, Schema schema) {
        return time("connect.name", value, schema)
                .or(() -> time("logicalType", value, schema))
                .orElseGet(() -> NODES.numberNode(value));
    }

    private static Optional<JsonNode> time(String property, long value, Schema schema) {
        return Optional.ofNullable(schema.getProp(property))
                .flatMap(type -> LogicalTimes.iso(type, value))
                .map(NODES::textNode);
    }

    static byte[] bytes(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        return bytes;
    }
}

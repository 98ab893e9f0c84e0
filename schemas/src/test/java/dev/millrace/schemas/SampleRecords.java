package dev.millrace.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.generic.GenericData;
import org.apache.avro.generic.GenericRecord;

/** Fills records of any schema with fixed values: every field is set, of a union the last branch. */
final class SampleRecords {
    private static final long INSTANT = 1_767_600_000_000L;

    private SampleRecords() {}

    static GenericRecord of(Schema schema) {
        return (GenericRecord) value(schema, schema.getName());
    }

    private static Object value(Schema schema, String name) {
        return switch (schema.getType()) {
            case RECORD -> record(schema);
            case UNION -> value(schema.getTypes().get(schema.getTypes().size() - 1), name);
            case ARRAY -> new GenericData.Array<>(schema, List.of(value(schema.getElementType(), name)));
            case MAP -> Map.of(name, value(schema.getValueType(), name));
            case ENUM ->
                new GenericData.EnumSymbol(schema, schema.getEnumSymbols().get(1));
            case STRING -> name + " ä€😀";
            case BYTES -> ByteBuffer.wrap((name + " \u0000").getBytes(UTF_8));
            case LONG -> schema.getLogicalType() == null ? 4_000_000_000L + name.length() : INSTANT + name.length();
            case INT -> 100 + name.length();
            case DOUBLE -> name.length() / 8.0;
            case BOOLEAN -> true;
            default -> throw new IllegalArgumentException("no sample for " + schema);
        };
    }

    private static GenericRecord record(Schema schema) {
        GenericRecord record = new GenericData.Record(schema);
        schema.getFields().forEach(field -> record.put(field.pos(), value(field.schema(), field.name())));
        return record;
    }
}

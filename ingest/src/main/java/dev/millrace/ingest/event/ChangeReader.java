package dev.millrace.ingest.event;

import java.util.Locale;
import java.util.Optional;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads what happened from JSON whose fields are those of the Avro record, so that the two cannot drift apart. A field
 * that is absent or null gets the schema's default; one that cannot be used is a problem and stays unset.
 */
final class ChangeReader {

    private ChangeReader() {}

    /** The change in the field {@code event}, unless its type is unknown. */
    static Optional<SpecificRecord> read(JsonFields json, EventKind<?> kind, Problems problems) {
        return json.requireText("type").flatMap(type -> {
            Schema branch = kind.types().get(type);
            if (branch == null) {
                problems.add(
                        json.path("type"),
                        "is none of the known types; expected one of "
                                + String.join(", ", kind.types().keySet()));
                return Optional.empty();
            }
            return Optional.of(record(branch, json, problems));
        });
    }

    private static SpecificRecord record(Schema branch, JsonFields json, Problems problems) {
        SpecificRecord change = (SpecificRecord) SpecificData.get().newRecord(null, branch);
        for (Schema.Field field : branch.getFields()) {
            Object value = value(field, json, problems);
            if (value != null) {
                ChangeRules.check(field.name(), value, json.path(field.name()), problems);
                change.put(field.pos(), value);
            } else if (field.hasDefaultValue()) {
                change.put(field.pos(), SpecificData.get().getDefaultValue(field));
            }
        }
        json.refuseOthers();
        return change;
    }

    private static @Nullable Object value(Schema.Field field, JsonFields json, Problems problems) {
        String name = field.name();
        boolean required = !field.hasDefaultValue();
        return switch (type(field)) {
            case STRING -> (required ? json.requireText(name) : json.text(name)).orElse(null);
            case INT -> (required ? json.requireNumber(name) : json.number(name)).orElse(null);
            case BOOLEAN -> json.bool(name).orElse(null);
            case ARRAY -> json.texts(name);
            case ENUM ->
                json.requireText(name)
                        .flatMap(text -> constant(field.schema(), text, json.path(name), problems))
                        .orElse(null);
            default -> throw new IllegalStateException("JSON has no reading for " + field.schema());
        };
    }

    /** The type of a field, whether or not it may be null. */
    private static Schema.Type type(Schema.Field field) {
        Schema schema = field.schema();
        return schema.isUnion() ? schema.getTypes().get(1).getType() : schema.getType();
    }

    private static Optional<Object> constant(Schema schema, String text, String path, Problems problems) {
        String symbol = text.toUpperCase(Locale.ROOT);
        boolean known = schema.hasEnumSymbol(symbol)
                && !symbol.equals(schema.getEnumDefault())
                && text.equals(symbol.toLowerCase(Locale.ROOT));
        if (!known) {
            problems.add(path, "is none of the known values; expected one of " + known(schema));
            return Optional.empty();
        }
        return Optional.of(SpecificData.get().createEnum(symbol, schema));
    }

    private static String known(Schema schema) {
        return schema.getEnumSymbols().stream()
                .filter(symbol -> !symbol.equals(schema.getEnumDefault()))
                .map(symbol -> symbol.toLowerCase(Locale.ROOT))
                .reduce((a, b) -> a + ", " + b)
                .orElseThrow();
    }
}

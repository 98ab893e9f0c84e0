package dev.millrace.ingest.topic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import com.fasterxml.jackson.databind.node.IntNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.millrace.ingest.event.IsoTime;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.apache.avro.Schema;

/** What a field of an event holds, and how a text becomes it. */
enum FieldShape {
    TEXT("a text") {
        @Override
        Optional<JsonNode> of(String text) {
            return Optional.of(TextNode.valueOf(text));
        }
    },
    /** One of a few words. */
    CHOICE("one of its words") {
        @Override
        Optional<JsonNode> of(String text) {
            return Optional.of(TextNode.valueOf(text.toLowerCase(Locale.ROOT)));
        }
    },
    NUMBER("a whole number") {
        @Override
        Optional<JsonNode> of(String text) {
            return WHOLE.matcher(text).matches()
                    ? Optional.of(IntNode.valueOf(Integer.parseInt(text.replaceFirst("\\.0+", ""))))
                    : Optional.empty();
        }
    },
    FLAG("true, false, 1 or 0") {
        @Override
        Optional<JsonNode> of(String text) {
            return switch (text.toLowerCase(Locale.ROOT)) {
                case "true", "1" -> Optional.of(BooleanNode.TRUE);
                case "false", "0" -> Optional.of(BooleanNode.FALSE);
                default -> Optional.empty();
            };
        }
    },
    /** Texts: those of an array, or one with commas. */
    LIST("an array of texts, or a text with commas") {
        @Override
        Optional<JsonNode> of(String text) {
            return Optional.of(TextNode.valueOf(text));
        }
    },
    TIME("a time in ISO 8601") {
        @Override
        Optional<JsonNode> of(String text) {
            return IsoTime.parse(text).map(time -> TextNode.valueOf(time.toString()));
        }
    };

    private static final Pattern WHOLE = Pattern.compile("-?\\d{1,9}(\\.0+)?");

    private final String expected;

    FieldShape(String expected) {
        this.expected = expected;
    }

    /** In words, for messages. */
    String expected() {
        return expected;
    }

    /** The field's value, or the value of one entry; empty where the text is none. */
    abstract Optional<JsonNode> of(String text);

    /** The shape of a field of an event's schema. */
    static FieldShape of(Schema schema) {
        return switch (schema.getType()) {
            case UNION -> of(schema.getTypes().get(1));
            case STRING -> TEXT;
            case INT -> NUMBER;
            case BOOLEAN -> FLAG;
            case ENUM -> CHOICE;
            case ARRAY -> LIST;
            default -> throw new IllegalStateException("a mapping has no reading for " + schema);
        };
    }
}

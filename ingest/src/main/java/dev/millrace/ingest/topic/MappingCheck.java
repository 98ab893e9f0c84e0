package dev.millrace.ingest.topic;

import dev.millrace.runtime.ExitCode;
import dev.millrace.runtime.UserError;
import dev.millrace.runtime.config.TopicFieldConfig;
import dev.millrace.runtime.config.TopicFieldConfig.TimeFormat;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.avro.Schema;
import org.jspecify.annotations.Nullable;

/** Refuses mappings that could never work, naming the key, what was found and what would be right. */
final class MappingCheck {
    private MappingCheck() {}

    /** @param schema the field's in the event; null where the envelope has it */
    static void field(String key, FieldShape shape, TopicFieldConfig config, @Nullable Schema schema) {
        require(
                config.constant() != null || !config.path().isEmpty(),
                key + " is empty; expected a path into the record, or {constant: …}");
        require(
                config.time() == TimeFormat.ISO || shape == FieldShape.TIME,
                key + ".time is set for a field that is no time; leave it out");
        require(
                !config.html() || shape == FieldShape.TEXT,
                key + ".html is true for a field that is no text; leave it out");
        require(
                config.join() == null || config.path().size() > 1,
                key + ".join is set beside one path; expected several to join");
        require(
                shape != FieldShape.TIME || (config.values().isEmpty() && config.prefix() == null),
                key + " is a time, which takes neither values nor prefix");
        texts(config).forEach(text -> value(key, text, shape, schema));
    }

    /** Every text that the configuration itself gives. */
    private static Stream<String> texts(TopicFieldConfig config) {
        return Stream.concat(
                Stream.of(config.constant(), config.otherwise()).filter(Objects::nonNull),
                config.values().values().stream());
    }

    private static void value(String key, String text, FieldShape shape, @Nullable Schema schema) {
        if (shape == FieldShape.CHOICE && schema != null) {
            List<String> words = words(schema);
            require(
                    words.contains(text.toLowerCase(Locale.ROOT)),
                    key + " gives '" + text + "'; expected one of " + String.join(", ", words));
        }
        require(shape.of(text).isPresent(), key + " gives '" + text + "'; expected " + shape.expected());
    }

    private static List<String> words(Schema schema) {
        return schema.getEnumSymbols().stream()
                .filter(symbol -> !symbol.equals(schema.getEnumDefault()))
                .map(symbol -> symbol.toLowerCase(Locale.ROOT))
                .toList();
    }

    static void require(boolean right, String message) {
        if (!right) {
            throw new UserError(ExitCode.CONFIG, message);
        }
    }
}

package dev.millrace.ingest.topic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.millrace.ingest.event.Problems;
import dev.millrace.ingest.event.Tags;
import dev.millrace.ingest.webhook.HtmlText;
import dev.millrace.runtime.config.TopicFieldConfig;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Makes one field of an event of a record. */
final class FieldMapping {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final String name;
    private final FieldShape shape;
    private final TopicFieldConfig config;
    private final List<RecordPath> paths;
    private final @Nullable JsonNode constant;
    private final @Nullable JsonNode otherwise;

    /** Expects a configuration that {@link MappingCheck} has no complaint about. */
    FieldMapping(String name, FieldShape shape, TopicFieldConfig config) {
        this.name = name;
        this.shape = shape;
        this.config = config;
        this.paths = config.path().stream().map(RecordPath::new).toList();
        this.constant = fixed(config.constant());
        this.otherwise = fixed(config.otherwise());
    }

    private @Nullable JsonNode fixed(@Nullable String text) {
        if (text == null) {
            return null;
        }
        return shape == FieldShape.LIST ? list(List.of(text)) : shape.of(text).orElse(null);
    }

    String name() {
        return name;
    }

    /** Where the value comes from, for messages. */
    String origin() {
        return paths.isEmpty()
                ? "constant"
                : paths.stream().map(RecordPath::toString).collect(Collectors.joining(", "));
    }

    /**
     * The field's value in the form of {@code POST /v1/tickets}; JSON null where the record says that there is none, nothing
     * where it has no such field.
     */
    Optional<JsonNode> read(Change change, Problems problems) {
        if (constant != null) {
            return Optional.of(constant);
        }
        List<JsonNode> found = paths.stream()
                .map(path -> path.in(change))
                .filter(value -> !value.isMissingNode())
                .toList();
        List<JsonNode> told = found.stream().filter(value -> !value.isNull()).toList();
        if (told.isEmpty()) {
            JsonNode none = found.isEmpty() ? null : NullNode.instance;
            return Optional.ofNullable(otherwise == null ? none : otherwise);
        }
        return switch (shape) {
            case LIST -> Optional.of(list(entries(told, problems)));
            case TIME -> time(told.get(0), problems);
            case TEXT, CHOICE, NUMBER, FLAG -> single(told, problems);
        };
    }

    private Optional<JsonNode> single(List<JsonNode> values, Problems problems) {
        List<String> texts = new ArrayList<>();
        values.forEach(value -> scalar(value, problems).ifPresent(texts::add));
        if (texts.size() < values.size()) {
            return Optional.empty();
        }
        String text = String.join(config.join() == null ? " " : config.join(), texts);
        Optional<String> meant = meaning(text);
        if (meant.isEmpty() && otherwise != null) {
            return Optional.of(otherwise);
        }
        Optional<JsonNode> read = meant.map(this::finished).flatMap(shape::of);
        if (read.isEmpty()) {
            problems.add(
                    name,
                    meant.isEmpty()
                            ? "is none of the values that the configuration names; add it to values, or set otherwise"
                            : "cannot be used; expected " + shape.expected());
        }
        return read;
    }

    /** What a text of the record means, if it means anything. */
    private Optional<String> meaning(String text) {
        return config.values().isEmpty()
                ? Optional.of(text)
                : Optional.ofNullable(config.values().get(text));
    }

    private String finished(String text) {
        String plain = config.html() ? HtmlText.of(text) : text;
        return config.prefix() == null ? plain : config.prefix() + plain;
    }

    private Optional<String> scalar(JsonNode value, Problems problems) {
        if (value.isTextual() || value.isNumber() || value.isBoolean()) {
            return Optional.of(value.asText());
        }
        String type = value.getNodeType().name().toLowerCase(Locale.ROOT);
        problems.add(name, "is of type " + type + "; expected " + shape.expected());
        return Optional.empty();
    }

    private Optional<JsonNode> time(JsonNode value, Problems problems) {
        Optional<Instant> time = EpochTimes.read(value, config.time());
        if (time.isEmpty()) {
            problems.add(
                    name,
                    value.isNumber()
                            ? "is a number that is no time; set time to epoch-seconds, epoch-millis, epoch-micros or epoch-nanos"
                            : "is no time in ISO 8601");
        }
        return time.map(at -> TextNode.valueOf(at.truncatedTo(ChronoUnit.MILLIS).toString()));
    }

    private List<String> entries(List<JsonNode> values, Problems problems) {
        List<String> entries = new ArrayList<>();
        for (JsonNode value : values) {
            if (value.isArray()) {
                value.forEach(entry -> scalar(entry, problems).ifPresent(entries::add));
            } else {
                scalar(value, problems).ifPresent(text -> entries.addAll(Arrays.asList(text.split(",", -1))));
            }
        }
        return entries.stream()
                .map(String::strip)
                .<String>mapMulti((text, meant) -> meaning(text)
                        .or(() -> Optional.ofNullable(config.otherwise()))
                        .map(this::finished)
                        .ifPresent(meant))
                .toList();
    }

    private static JsonNode list(List<String> texts) {
        return Tags.bounded(texts).stream()
                .collect(NODES::arrayNode, (all, tag) -> all.add(tag), (a, b) -> a.addAll(b));
    }
}

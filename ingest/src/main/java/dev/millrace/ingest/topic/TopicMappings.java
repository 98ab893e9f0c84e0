package dev.millrace.ingest.topic;

import dev.millrace.ingest.event.EventKind;
import dev.millrace.ingest.event.JsonEventReader;
import dev.millrace.runtime.config.TopicEventConfig;
import dev.millrace.runtime.config.TopicFieldConfig;
import dev.millrace.runtime.config.TopicSourceConfig;
import dev.millrace.runtime.config.TopicSourceConfig.Envelope;
import dev.millrace.runtime.config.TopicSourceConfig.Kind;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.apache.avro.Schema;

/**
 * Makes a mapping of its configuration.
 *
 * <p>Which fields an event has, and which it must have, follows from the schemas of tickets and chats.
 */
final class TopicMappings {
    private static final String OCCURRED_AT = "occurredAt";
    private static final Pattern KEY = Pattern.compile("/@key(/.*)?", Pattern.DOTALL);

    private final String key;
    private final TopicSourceConfig config;
    private final EventKind<?> kind;
    private final Map<String, FieldShape> envelope;

    private TopicMappings(String key, TopicSourceConfig config) {
        this.key = key;
        this.config = config;
        this.kind = config.kind() == Kind.CHAT ? EventKind.CHATS : EventKind.TICKETS;
        this.envelope = Map.of(
                "eventId",
                FieldShape.TEXT,
                kind.idField(),
                FieldShape.TEXT,
                "subject",
                FieldShape.TEXT,
                OCCURRED_AT,
                FieldShape.TIME);
    }

    /**
     * The mapping of {@code topicSources.NAME}.
     *
     * @throws dev.millrace.runtime.UserError naming the key, if the mapping could never work
     */
    static TopicMapping of(String name, TopicSourceConfig config, JsonEventReader reader) {
        TopicMappings mappings = new TopicMappings("topicSources." + name, config);
        List<EventMapping> events = new ArrayList<>();
        config.events().forEach((event, mapping) -> events.add(mappings.event(event, mapping)));
        mappings.checkShared();
        mappings.checkAround();
        boolean asksForKey = mappings.paths().anyMatch(path -> KEY.matcher(path).matches());
        return new TopicMapping(mappings.kind, config.envelope(), events, reader, asksForKey);
    }

    /** Every path of the mapping. */
    private Stream<String> paths() {
        Stream<TopicFieldConfig> fields = Stream.concat(
                config.fields().values().stream(),
                config.events().values().stream().flatMap(event -> event.fields().values().stream()));
        return Stream.concat(
                fields.flatMap(field -> field.path().stream()),
                config.events().values().stream().flatMap(event -> event.when().keySet().stream()));
    }

    /** Without an envelope there is only what Kafka tells. */
    private void checkAround() {
        if (config.envelope() == Envelope.NONE) {
            paths().filter(path -> path.startsWith("/@"))
                    .filter(path ->
                            !path.equals("/@timestamp") && !KEY.matcher(path).matches())
                    .forEach(path -> MappingCheck.require(
                            false,
                            "%s asks for %s; expected /@timestamp or /@key, or envelope: debezium"
                                    .formatted(key, path)));
        }
    }

    private EventMapping event(String name, TopicEventConfig event) {
        String here = key + ".events." + name;
        String type = type(name, event);
        Schema branch = kind.types().get(type);
        MappingCheck.require(
                branch != null,
                "%s is of type '%s'; expected one of %s as its name or type"
                        .formatted(here, type, String.join(", ", kind.types().keySet())));
        Map<String, TopicFieldConfig> fields = fields(here, event, branch);
        checkRequired(here, type, fields, branch);
        return new EventMapping(
                kind,
                name,
                type,
                Set.copyOf(event.operations()),
                event.when().entrySet().stream()
                        .map(condition -> new Condition(condition.getKey(), condition.getValue()))
                        .toList(),
                mappings(fields, envelope),
                mappings(fields, shapes(branch)));
    }

    private static String type(String name, TopicEventConfig event) {
        return event.type() == null ? name : event.type();
    }

    /** The event's own fields over those of the source that its type has. */
    private Map<String, TopicFieldConfig> fields(String here, TopicEventConfig event, Schema branch) {
        Map<String, FieldShape> shapes = new LinkedHashMap<>(shapes(branch));
        shapes.putAll(envelope);
        Map<String, TopicFieldConfig> fields = new LinkedHashMap<>();
        config.fields().forEach((name, field) -> {
            if (shapes.containsKey(name)) {
                check(key, name, field, shapes, branch);
                fields.put(name, field);
            }
        });
        event.fields().forEach((name, field) -> {
            MappingCheck.require(
                    shapes.containsKey(name),
                    "unknown field %s.fields.%s; expected one of %s"
                            .formatted(here, name, String.join(", ", shapes.keySet())));
            check(here, name, field, shapes, branch);
            fields.put(name, field);
        });
        return fields;
    }

    private static void check(
            String here, String name, TopicFieldConfig field, Map<String, FieldShape> shapes, Schema branch) {
        Schema.Field schema = branch.getField(name);
        MappingCheck.field(here + ".fields." + name, shapes.get(name), field, schema == null ? null : schema.schema());
    }

    private void checkRequired(String here, String type, Map<String, TopicFieldConfig> fields, Schema branch) {
        List<String> required = new ArrayList<>(List.of(kind.idField(), OCCURRED_AT));
        branch.getFields().stream()
                .filter(field -> !field.hasDefaultValue())
                .map(Schema.Field::name)
                .forEach(required::add);
        required.forEach(name -> MappingCheck.require(
                fields.containsKey(name),
                "%s.fields.%s is missing; an event of type %s needs it".formatted(here, name, type)));
    }

    /** A field that no event has is a mistake in its name. */
    private void checkShared() {
        config.fields().keySet().forEach(name -> {
            boolean known = envelope.containsKey(name)
                    || config.events().entrySet().stream()
                            .map(event -> kind.types().get(type(event.getKey(), event.getValue())))
                            .anyMatch(branch -> branch != null && branch.getField(name) != null);
            MappingCheck.require(
                    known, "unknown field %s.fields.%s; none of the source's events has it".formatted(key, name));
        });
    }

    private static List<FieldMapping> mappings(Map<String, TopicFieldConfig> fields, Map<String, FieldShape> shapes) {
        return fields.entrySet().stream()
                .filter(field -> shapes.containsKey(field.getKey()))
                .map(field -> new FieldMapping(field.getKey(), shapes.get(field.getKey()), field.getValue()))
                .toList();
    }

    private static Map<String, FieldShape> shapes(Schema branch) {
        Map<String, FieldShape> shapes = new LinkedHashMap<>();
        branch.getFields().forEach(field -> shapes.put(field.name(), FieldShape.of(field.schema())));
        return shapes;
    }
}

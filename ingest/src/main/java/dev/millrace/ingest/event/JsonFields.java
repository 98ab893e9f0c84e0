package dev.millrace.ingest.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the fields of one JSON object strictly: a wrong type, a missing field or one that nobody asked for is a problem,
 * nothing is converted or ignored.
 *
 * <p>Each field is read once; {@link #refuseOthers} comes last. A field that cannot be used reads as empty.
 */
public final class JsonFields {
    private static final String OBJECTS = "an array of objects";
    private static final String SECONDS = "seconds since 1970";
    private static final Pattern IDENTIFIER = Pattern.compile("[A-Za-z_][A-Za-z0-9_]{0,39}");

    private final JsonNode node;
    private final String path;
    private final Problems problems;
    private final Set<String> asked = new HashSet<>();

    /** @param path where the object stands, empty for the outermost */
    public JsonFields(JsonNode node, String path, Problems problems) {
        this.node = node;
        this.path = path;
        this.problems = problems;
    }

    /** Path of a field as problems name it. */
    public String path(String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    /** Where this object stands. */
    public String path() {
        return path;
    }

    /** The value of a field, null where it is absent or JSON null. */
    public @Nullable JsonNode find(String name) {
        asked.add(name);
        JsonNode value = node.get(name);
        return value == null || value.isNull() ? null : value;
    }

    /** The value of a field that must be there. */
    public Optional<JsonNode> require(String name, String expected) {
        JsonNode value = find(name);
        if (value == null) {
            problems.add(path(name), (node.has(name) ? "is null" : "is missing") + "; expected " + expected);
        }
        return Optional.ofNullable(value);
    }

    /** A text, if the field is there and is one. */
    public Optional<String> text(String name) {
        return Optional.ofNullable(find(name)).flatMap(value -> asText(name, value));
    }

    public Optional<String> requireText(String name) {
        return require(name, "a string").flatMap(value -> asText(name, value));
    }

    /** A whole number, if the field is there and is one. */
    public Optional<Integer> number(String name) {
        return Optional.ofNullable(find(name)).flatMap(value -> asNumber(name, value));
    }

    public Optional<Integer> requireNumber(String name) {
        return require(name, "a whole number").flatMap(value -> asNumber(name, value));
    }

    /** A boolean, or the default where the field is absent. */
    public Optional<Boolean> bool(String name) {
        return Optional.ofNullable(find(name))
                .filter(value -> is(value.isBoolean(), name, value, "true or false"))
                .map(JsonNode::booleanValue);
    }

    /** A list of texts, empty where the field is absent. */
    public List<String> texts(String name) {
        List<String> texts = new ArrayList<>();
        JsonNode list = find(name);
        if (list != null && is(list.isArray(), name, list, "an array of strings")) {
            for (int i = 0; i < list.size(); i++) {
                asText(name + "[" + i + "]", list.get(i)).ifPresent(texts::add);
            }
        }
        return texts;
    }

    /** A time in ISO 8601 with offset, if the field is there; cut to milliseconds. */
    public Optional<Instant> time(String name) {
        return text(name).flatMap(text -> asTime(name, text));
    }

    public Optional<Instant> requireTime(String name) {
        return require(name, "a time such as 2026-11-24T09:30:00Z")
                .flatMap(value -> asText(name, value))
                .flatMap(text -> asTime(name, text));
    }

    /** An id that is written as a text or as a whole number, if the field is there. */
    public Optional<String> id(String name) {
        return Optional.ofNullable(find(name)).flatMap(value -> asId(name, value));
    }

    public Optional<String> requireId(String name) {
        return require(name, "an id").flatMap(value -> asId(name, value));
    }

    /** A time in whole seconds since 1970, if the field is there. */
    public Optional<Instant> epochSeconds(String name) {
        return Optional.ofNullable(find(name)).flatMap(value -> asEpochSeconds(name, value));
    }

    public Optional<Instant> requireEpochSeconds(String name) {
        return require(name, SECONDS).flatMap(value -> asEpochSeconds(name, value));
    }

    /** A nested object, if the field is there and is one. */
    public Optional<JsonFields> object(String name) {
        return Optional.ofNullable(find(name)).flatMap(value -> asObject(name, value));
    }

    /** A nested object that must be there. */
    public Optional<JsonFields> requireObject(String name) {
        return require(name, "an object").flatMap(value -> asObject(name, value));
    }

    /** The objects of an array, none where the field is absent. */
    public List<JsonFields> objects(String name) {
        JsonNode list = find(name);
        return list == null ? List.of() : asObjects(name, list);
    }

    /** The objects of an array that must be there and hold at least one. */
    public List<JsonFields> requireObjects(String name) {
        Optional<JsonNode> list = require(name, OBJECTS);
        if (list.filter(value -> value.isArray() && value.isEmpty()).isPresent()) {
            problems.add(path(name), "is empty; expected at least one entry");
        }
        return list.map(value -> asObjects(name, value)).orElse(List.of());
    }

    /** Adds a problem for each field that was never asked for. */
    public void refuseOthers() {
        for (Iterator<String> names = node.fieldNames(); names.hasNext(); ) {
            String name = names.next();
            if (!asked.contains(name)) {
                problems.add(path(shown(name)), "is not a known field here; leave it out");
            }
        }
    }

    private Optional<JsonFields> asObject(String name, JsonNode value) {
        return is(value.isObject(), name, value, "an object")
                ? Optional.of(new JsonFields(value, path(name), problems))
                : Optional.empty();
    }

    private List<JsonFields> asObjects(String name, JsonNode list) {
        List<JsonFields> objects = new ArrayList<>();
        if (is(list.isArray(), name, list, OBJECTS)) {
            for (int i = 0; i < list.size(); i++) {
                asObject(name + "[" + i + "]", list.get(i)).ifPresent(objects::add);
            }
        }
        return objects;
    }

    private Optional<String> asId(String name, JsonNode value) {
        return is(value.isTextual() || value.isIntegralNumber(), name, value, "a string or a whole number")
                ? Optional.of(value.asText())
                : Optional.empty();
    }

    private Optional<Instant> asEpochSeconds(String name, JsonNode value) {
        if (!is(value.isIntegralNumber(), name, value, SECONDS)) {
            return Optional.empty();
        }
        try {
            return Optional.of(Instant.ofEpochSecond(value.bigIntegerValue().longValueExact()));
        } catch (ArithmeticException | DateTimeException e) {
            problems.add(path(name), "is no time; expected " + SECONDS);
            return Optional.empty();
        }
    }

    private Optional<String> asText(String name, JsonNode value) {
        return is(value.isTextual(), name, value, "a string") ? Optional.of(value.textValue()) : Optional.empty();
    }

    private Optional<Integer> asNumber(String name, JsonNode value) {
        return is(value.isInt(), name, value, "a whole number") ? Optional.of(value.intValue()) : Optional.empty();
    }

    private Optional<Instant> asTime(String name, String text) {
        try {
            return Optional.of(OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MILLIS));
        } catch (DateTimeException e) {
            problems.add(
                    path(name), "is not a time in ISO 8601 with offset; expected one such as 2026-11-24T09:30:00Z");
            return Optional.empty();
        }
    }

    private boolean is(boolean right, String name, JsonNode found, String expected) {
        if (!right) {
            String type = found.getNodeType().name().toLowerCase(java.util.Locale.ROOT);
            problems.add(path(name), "is of JSON type " + type + "; expected " + expected);
        }
        return right;
    }

    /** A name that could be a field's; anything else may be a text of the event that has slipped there. */
    private static String shown(String name) {
        return IDENTIFIER.matcher(name).matches() ? name : "(no field's name)";
    }
}

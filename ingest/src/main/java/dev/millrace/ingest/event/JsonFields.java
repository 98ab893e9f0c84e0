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

    /** A nested object that must be there. */
    public Optional<JsonFields> requireObject(String name) {
        return require(name, "an object")
                .filter(value -> is(value.isObject(), name, value, "an object"))
                .map(value -> new JsonFields(value, path(name), problems));
    }

    /** The objects of an array that must be there and hold at least one. */
    public List<JsonFields> requireObjects(String name) {
        List<JsonFields> objects = new ArrayList<>();
        require(name, "an array of objects")
                .filter(list -> is(list.isArray(), name, list, "an array of objects"))
                .ifPresent(list -> {
                    if (list.isEmpty()) {
                        problems.add(path(name), "is empty; expected at least one entry");
                    }
                    for (int i = 0; i < list.size(); i++) {
                        String entry = name + "[" + i + "]";
                        if (is(list.get(i).isObject(), entry, list.get(i), "an object")) {
                            objects.add(new JsonFields(list.get(i), path(entry), problems));
                        }
                    }
                });
        return objects;
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

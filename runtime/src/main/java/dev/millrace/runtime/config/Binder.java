package dev.millrace.runtime.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Makes config records of complete trees; every complaint names the full key. */
final class Binder {

    private Binder() {}

    static <R> R bind(Class<R> section, ObjectNode tree, String path) {
        List<Setting> settings = Setting.of(section);
        @Nullable
        Object[] values = settings.stream()
                .map(setting -> value(setting, tree.get(setting.name()), Setting.join(path, setting.name())))
                .toArray();
        try {
            Class<?>[] types = Arrays.stream(section.getRecordComponents())
                    .map(RecordComponent::getType)
                    .toArray(Class<?>[]::new);
            return section.getConstructor(types).newInstance(values);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof IllegalArgumentException invalid) {
                throw new ConfigException(Setting.join(path, String.valueOf(invalid.getMessage())));
            }
            throw new IllegalStateException("cannot construct " + section, e);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException("cannot construct " + section, e);
        }
    }

    private static @Nullable Object value(Setting setting, JsonNode node, String path) {
        if (setting.nullable() && Completion.isEmpty(node)) {
            return null;
        }
        return switch (setting.kind()) {
            case SECTION -> bind(setting.type(), (ObjectNode) node, path);
            case SECTIONS -> sections(setting, node, path);
            case TEXTS -> texts(node, path);
            case LIST -> list(setting.element(), node, path);
            case SCALAR -> Scalars.read(setting.type(), text(setting.type(), node, path), path);
        };
    }

    private static Map<String, Object> sections(Setting setting, JsonNode node, String path) {
        Map<String, Object> sections = new LinkedHashMap<>();
        node.properties().forEach(entry -> {
            String name = Setting.join(path, entry.getKey());
            sections.put(entry.getKey(), bind(setting.element(), (ObjectNode) entry.getValue(), name));
        });
        return Collections.unmodifiableMap(sections);
    }

    private static Map<String, String> texts(JsonNode node, String path) {
        Map<String, String> texts = new LinkedHashMap<>();
        node.properties()
                .forEach(entry -> texts.put(
                        entry.getKey(), text(String.class, entry.getValue(), Setting.join(path, entry.getKey()))));
        return Collections.unmodifiableMap(texts);
    }

    /** A list, or one text with commas, as environment variables have it. */
    private static List<Object> list(Class<?> element, JsonNode node, String path) {
        List<String> texts = new ArrayList<>();
        if (node.isArray()) {
            node.forEach(entry -> texts.add(text(element, entry, path)));
        } else {
            String text = text(element, node, path);
            texts.addAll(text.isBlank() ? List.of() : Arrays.asList(text.split(",", -1)));
        }
        return texts.stream()
                .map(text -> Scalars.read(element, text.strip(), path))
                .toList();
    }

    private static String text(Class<?> type, JsonNode node, String path) {
        if (!node.isValueNode() || node.isNull()) {
            String found = node.isNull() ? Scalars.EMPTY : node.isArray() ? "a list" : "a section";
            throw ConfigException.invalid(path, found, Scalars.expected(type));
        }
        return node.asText();
    }
}

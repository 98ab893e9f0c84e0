package dev.millrace.runtime.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * Lays what a user wrote over a complete tree of defaults, and refuses keys that the records do not have. An entry of a
 * map of sections, such as {@code domains}, starts as the section beside it, {@code domainDefaults}, or where there is none,
 * as its record's {@code DEFAULTS}.
 */
final class Completion {

    private Completion() {}

    static ObjectNode complete(Class<?> section, ObjectNode defaults, JsonNode written) {
        ObjectNode tree = defaults.deepCopy();
        overlay(section, tree, written, "");
        return tree;
    }

    private static void overlay(Class<?> section, ObjectNode tree, JsonNode written, String path) {
        requireObject(written, path);
        written.fieldNames().forEachRemaining(name -> Setting.named(section, name, path));
        for (Setting setting : Setting.of(section)) {
            JsonNode value = written.get(setting.name());
            if (value != null && !emptySection(setting, value)) {
                overlay(setting, tree, value, Setting.join(path, setting.name()));
            }
        }
    }

    private static void overlay(Setting setting, ObjectNode tree, JsonNode value, String path) {
        switch (setting.kind()) {
            case SECTION -> overlay(setting.type(), (ObjectNode) tree.get(setting.name()), value, path);
            case SECTIONS -> sections(setting, tree, value, path);
            case TEXTS -> {
                requireObject(value, path);
                ((ObjectNode) tree.get(setting.name())).setAll((ObjectNode) value);
            }
            case LIST, SCALAR -> tree.set(setting.name(), value);
        }
    }

    private static void sections(Setting setting, ObjectNode tree, JsonNode value, String path) {
        requireObject(value, path);
        JsonNode beside = tree.get(setting.defaultsName());
        ObjectNode start = beside instanceof ObjectNode defaults ? defaults : ConfigTree.of(setting.elementDefaults());
        ObjectNode entries = (ObjectNode) tree.get(setting.name());
        value.properties().forEach(entry -> {
            ObjectNode section = start.deepCopy();
            overlay(setting.element(), section, entry.getValue(), Setting.join(path, entry.getKey()));
            entries.set(entry.getKey(), section);
        });
    }

    /** {@code key:} with nothing after it. */
    static boolean isEmpty(JsonNode value) {
        return value.isNull() || (value.isTextual() && value.textValue().isBlank());
    }

    private static boolean emptySection(Setting setting, JsonNode value) {
        return isEmpty(value) && setting.kind() != Setting.Kind.SCALAR && setting.kind() != Setting.Kind.LIST;
    }

    private static void requireObject(JsonNode value, String path) {
        if (!value.isObject()) {
            String name = path.isEmpty() ? "the configuration" : path;
            throw ConfigException.invalid(name, "'" + value.asText() + "'", "keys with values");
        }
    }
}

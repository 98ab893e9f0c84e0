package dev.millrace.runtime.config;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Optional;

/** Writes out what a user has written short, so that nothing behind it needs to know of {@link Shorthand}. */
final class Shorthands {

    private Shorthands() {}

    /** Changes the tree in place. What is no section where one is expected is left for {@link Completion} to refuse. */
    static void expand(Class<?> section, ObjectNode written) {
        for (Setting setting : Setting.of(section)) {
            if (written.get(setting.name()) instanceof ObjectNode value) {
                switch (setting.kind()) {
                    case SECTION -> expand(setting.type(), value);
                    case SECTIONS -> expandEntries(setting.element(), value);
                    case TEXTS, LIST, SCALAR -> {}
                }
            }
        }
    }

    private static void expandEntries(Class<?> element, ObjectNode entries) {
        Optional<Setting> meant =
                Setting.of(element).stream().filter(Setting::shorthand).findFirst();
        for (Map.Entry<String, JsonNode> entry : entries.properties()) {
            JsonNode value = entry.getValue();
            if (meant.isPresent() && !value.isObject() && !value.isNull()) {
                entry.setValue(sectionOf(meant.get(), value, entries));
            }
            if (entry.getValue() instanceof ObjectNode section) {
                expand(element, section);
            }
        }
    }

    /** One value of a list is an entry, whatever commas it has. */
    private static ObjectNode sectionOf(Setting meant, JsonNode value, ObjectNode nodes) {
        boolean entry = meant.kind() == Setting.Kind.LIST && !value.isArray();
        return nodes.objectNode().set(meant.name(), entry ? nodes.arrayNode().add(value) : value);
    }
}

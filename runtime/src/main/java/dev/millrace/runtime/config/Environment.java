package dev.millrace.runtime.config;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/**
 * Maps environment variables to keys: {@code MILLRACE_KAFKA_BOOTSTRAP_SERVERS} is {@code kafka.bootstrapServers}. Below
 * a map of client settings the rest of the name is the setting, with dots for underscores. A variable that begins like a
 * section and names none of its keys is refused; other variables are not ours.
 */
final class Environment {

    static final String PREFIX = "MILLRACE_";

    private final Map<String, String> values = new LinkedHashMap<>();
    private final Map<String, String> maps = new LinkedHashMap<>();
    private final List<String> sections = new ArrayList<>();

    /** @param written what the file says, for the names of its domains */
    Environment(Class<?> root, ObjectNode written) {
        for (Setting setting : Setting.of(root)) {
            sections.add(PREFIX + spelled(setting.name()) + "_");
        }
        collect(root, written, "", PREFIX);
    }

    /** The variable for a dotted key. */
    static String variable(String path) {
        return PREFIX + spelled(path);
    }

    /** Dotted keys and values that the variables set. */
    Map<String, String> overrides(Map<String, String> variables) {
        Map<String, String> overrides = new LinkedHashMap<>();
        new TreeMap<>(variables).forEach((name, value) -> {
            if (sections.stream().anyMatch(name::startsWith)) {
                overrides.put(path(name), value);
            }
        });
        return overrides;
    }

    private String path(String variable) {
        String path = values.get(variable);
        if (path != null) {
            return path;
        }
        return maps.entrySet().stream()
                .filter(map -> variable.startsWith(map.getKey()))
                .map(map -> map.getValue()
                        + variable.substring(map.getKey().length())
                                .toLowerCase(Locale.ROOT)
                                .replace('_', '.'))
                .findFirst()
                .orElseThrow(() -> new ConfigException(
                        "environment variable %s names no key; docs/configuration.md lists them".formatted(variable)));
    }

    private void collect(Class<?> section, ObjectNode written, String path, String prefix) {
        for (Setting setting : Setting.of(section)) {
            String here = Setting.join(path, setting.name());
            String name = prefix + spelled(setting.name());
            switch (setting.kind()) {
                case SECTION -> collect(setting.type(), child(written, setting.name()), here, name + "_");
                case SECTIONS ->
                    child(written, setting.name())
                            .properties()
                            .forEach(entry -> collect(
                                    setting.element(),
                                    child(child(written, setting.name()), entry.getKey()),
                                    Setting.join(here, entry.getKey()),
                                    name + "_" + spelled(entry.getKey()) + "_"));
                case TEXTS -> maps.put(name + "_", here + ".");
                case LIST, SCALAR -> values.put(name, here);
            }
        }
    }

    private static ObjectNode child(ObjectNode tree, String name) {
        return tree.get(name) instanceof ObjectNode object ? object : tree.objectNode();
    }

    private static String spelled(String path) {
        return path.replaceAll("([a-z0-9])([A-Z])", "$1_$2")
                .replaceAll("[.-]", "_")
                .toUpperCase(Locale.ROOT);
    }
}

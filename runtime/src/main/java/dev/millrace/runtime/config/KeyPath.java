package dev.millrace.runtime.config;

import com.fasterxml.jackson.databind.node.ObjectNode;

/** Sets one value in a tree by its dotted key, such as {@code curation.threads}. */
final class KeyPath {

    private KeyPath() {}

    static void set(ObjectNode tree, Class<?> section, String path, String value) {
        set(tree, section, path, value, "");
    }

    private static void set(ObjectNode tree, Class<?> section, String rest, String value, String path) {
        int dot = rest.indexOf('.');
        String name = dot < 0 ? rest : rest.substring(0, dot);
        Setting setting = Setting.named(section, name, path);
        String below = dot < 0 ? "" : rest.substring(dot + 1);
        String here = Setting.join(path, name);
        switch (setting.kind()) {
            case SECTION -> set(tree.withObjectProperty(name), setting.type(), required(below, here), value, here);
            case SECTIONS -> setEntry(tree.withObjectProperty(name), setting, required(below, here), value, here);
            case TEXTS -> tree.withObjectProperty(name).put(required(below, here), value);
            case LIST, SCALAR -> {
                if (!below.isEmpty()) {
                    throw new ConfigException(
                            "unknown key %s.%s; %s has no keys below it".formatted(here, below, here));
                }
                tree.put(name, value);
            }
        }
    }

    private static void setEntry(ObjectNode entries, Setting setting, String rest, String value, String path) {
        int dot = rest.indexOf('.');
        String entry = dot < 0 ? rest : rest.substring(0, dot);
        String below = dot < 0 ? "" : rest.substring(dot + 1);
        String here = Setting.join(path, entry);
        set(entries.withObjectProperty(entry), setting.element(), required(below, here), value, here);
    }

    private static String required(String below, String path) {
        if (below.isEmpty()) {
            throw new ConfigException("%s is a section and takes no value of its own".formatted(path));
        }
        return below;
    }
}

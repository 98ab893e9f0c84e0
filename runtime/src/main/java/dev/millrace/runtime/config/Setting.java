package dev.millrace.runtime.config;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One component of a config record, and what may be written under its key. */
record Setting(RecordComponent component) {

    /** The shapes that a value can have. */
    enum Kind {
        SCALAR,
        LIST,
        TEXTS,
        SECTION,
        SECTIONS
    }

    static List<Setting> of(Class<?> section) {
        return Arrays.stream(section.getRecordComponents()).map(Setting::new).toList();
    }

    static Setting named(Class<?> section, String name, String path) {
        return of(section).stream()
                .filter(setting -> setting.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new ConfigException("unknown key %s; valid keys %s are %s"
                        .formatted(join(path, name), path.isEmpty() ? "at the top" : "of " + path, names(section))));
    }

    private static String names(Class<?> section) {
        return of(section).stream().map(Setting::name).collect(Collectors.joining(", "));
    }

    static String join(String path, String name) {
        return path.isEmpty() ? name : path + "." + name;
    }

    String name() {
        return component.getName();
    }

    Class<?> type() {
        return component.getType();
    }

    boolean nullable() {
        return component.getAnnotatedType().isAnnotationPresent(Nullable.class);
    }

    boolean shorthand() {
        return component.isAnnotationPresent(Shorthand.class);
    }

    String doc() {
        Doc doc = component.getAnnotation(Doc.class);
        return doc == null ? "" : doc.value();
    }

    Kind kind() {
        if (isSection(type())) {
            return Kind.SECTION;
        }
        if (type() == List.class) {
            return Kind.LIST;
        }
        if (type() == Map.class) {
            return isSection(element()) ? Kind.SECTIONS : Kind.TEXTS;
        }
        return Kind.SCALAR;
    }

    /** The class of a list's or map's values. */
    Class<?> element() {
        Type[] arguments = ((ParameterizedType) component.getGenericType()).getActualTypeArguments();
        return (Class<?>) arguments[arguments.length - 1];
    }

    /** Name of the section beside a map that its sections start as, if there is one: {@code domainDefaults}. */
    String defaultsName() {
        return (name().endsWith("s") ? name().substring(0, name().length() - 1) : name()) + "Defaults";
    }

    /** What each section of a map starts as, where no section beside it says so: the constant {@code DEFAULTS}. */
    Record elementDefaults() {
        try {
            return (Record) element().getField("DEFAULTS").get(null);
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(element() + " needs a constant DEFAULTS", e);
        }
    }

    @Nullable
    Object read(Record section) {
        try {
            return component.getAccessor().invoke(section);
        } catch (IllegalAccessException | InvocationTargetException e) {
            throw new IllegalStateException("cannot read " + component, e);
        }
    }

    private static boolean isSection(Class<?> type) {
        return type.isRecord() && !Scalars.reads(type);
    }
}

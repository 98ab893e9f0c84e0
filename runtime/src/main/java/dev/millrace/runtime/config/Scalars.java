package dev.millrace.runtime.config;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Reads single values from text and writes them back. */
final class Scalars {

    static final String EMPTY = "empty";

    private static final Map<Class<?>, Function<String, Object>> READERS = Map.of(
            String.class, text -> text,
            int.class, Integer::valueOf,
            long.class, Long::valueOf,
            double.class, Double::valueOf,
            boolean.class, Scalars::bool,
            Duration.class, Durations::parse,
            Path.class, Path::of,
            ByteSize.class, ByteSize::parse,
            MemoryLimit.class, MemoryLimit::parse);

    private static final Map<Class<?>, String> EXPECTED = Map.of(
            int.class, "a whole number",
            long.class, "a whole number",
            double.class, "a number",
            boolean.class, "true or false",
            Duration.class, "a duration such as 500ms, 30s, 10m, 24h or 7d",
            Path.class, "a path",
            ByteSize.class, "a size such as 256kB, 8MiB or 1048576",
            MemoryLimit.class, "auto, or a size such as 800MB or 2GB");

    private Scalars() {}

    /** Whether a value of this class is written as one text. */
    static boolean reads(Class<?> type) {
        return type.isEnum() || READERS.containsKey(type);
    }

    static Object read(Class<?> type, String text, String path) {
        try {
            return type.isEnum() ? constant(type, text) : READERS.get(type).apply(text.strip());
        } catch (IllegalArgumentException | ArithmeticException e) {
            throw ConfigException.invalid(path, text.isBlank() ? EMPTY : "'" + text + "'", expected(type));
        }
    }

    static String write(Object value) {
        if (value instanceof Enum<?> constant) {
            return spelled(constant);
        }
        return value instanceof Duration duration ? Durations.format(duration) : value.toString();
    }

    /** The type's name for people. */
    static String expected(Class<?> type) {
        return type.isEnum()
                ? "one of "
                        + Arrays.stream(type.getEnumConstants())
                                .map(Scalars::write)
                                .collect(Collectors.joining(", "))
                : EXPECTED.getOrDefault(type, "text");
    }

    private static Object constant(Class<?> type, String text) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> write(constant).equalsIgnoreCase(text.strip()))
                .findFirst()
                .orElseThrow(IllegalArgumentException::new);
    }

    private static String spelled(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static Object bool(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            default -> throw new IllegalArgumentException(text);
        };
    }
}

package dev.millrace.lm.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Methods of Python's {@code str} that chat templates call. */
final class PythonStrings {
    private PythonStrings() {}

    /** The result of {@code text.method(arguments)}, or null when there is no such method here. */
    static @Nullable Object call(String text, String method, Object[] arguments) {
        return switch (method) {
            case "strip" -> strip(text, true, true, first(arguments));
            case "lstrip" -> strip(text, true, false, first(arguments));
            case "rstrip" -> strip(text, false, true, first(arguments));
            case "startswith" -> matches(arguments, text::startsWith);
            case "endswith" -> matches(arguments, text::endsWith);
            case "split" -> split(text, first(arguments));
            case "upper" -> text.toUpperCase(Locale.ROOT);
            case "lower" -> text.toLowerCase(Locale.ROOT);
            case "replace" -> text.replace(arguments[0].toString(), arguments[1].toString());
            case "find" -> (long) text.indexOf(arguments[0].toString());
            default -> null;
        };
    }

    /** Removes the given characters, or white space, from the ends. */
    static String strip(String text, boolean left, boolean right, @Nullable String characters) {
        int from = 0;
        int to = text.length();
        while (left && from < to && strippable(text.charAt(from), characters)) {
            from++;
        }
        while (right && from < to && strippable(text.charAt(to - 1), characters)) {
            to--;
        }
        return text.substring(from, to);
    }

    private static boolean strippable(char c, @Nullable String characters) {
        return characters == null ? isSpace(c) : characters.indexOf(c) >= 0;
    }

    /** White space in the sense of {@code str.isspace}. */
    static boolean isSpace(char c) {
        return Character.isWhitespace(c) || Character.isSpaceChar(c) || c == '\u0085';
    }

    private static List<String> split(String text, @Nullable String separator) {
        if (separator == null) {
            String stripped = strip(text, true, true, null);
            return stripped.isEmpty() ? List.of() : new ArrayList<>(Arrays.asList(stripped.split("\\s+", -1)));
        }
        List<String> parts = new ArrayList<>();
        int from = 0;
        for (int at = text.indexOf(separator); at >= 0; at = text.indexOf(separator, from)) {
            parts.add(text.substring(from, at));
            from = at + separator.length();
        }
        parts.add(text.substring(from));
        return parts;
    }

    private static boolean matches(Object[] arguments, Predicate<String> test) {
        Object affix = arguments[0];
        return affix instanceof List<?> choices
                ? choices.stream().map(Object::toString).anyMatch(test)
                : test.test(affix.toString());
    }

    private static @Nullable String first(Object[] arguments) {
        return arguments.length == 0 ? null : arguments[0].toString();
    }
}

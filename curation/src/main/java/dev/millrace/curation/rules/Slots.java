package dev.millrace.curation.rules;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** Places such as <code>{{Order Number}}</code> that a template left for a value. */
final class Slots {
    private static final Pattern SLOT = Pattern.compile("\\{\\{([^{}\\n]{1,80})}}");

    private Slots() {}

    /** How many there are. */
    static int count(String text) {
        return text.contains("{{") ? (int) SLOT.matcher(text).results().count() : 0;
    }

    /** Puts values, by name in any letter case, in their place; slots without a value stay. */
    static String fill(String text, Map<String, String> values) {
        if (values.isEmpty()) {
            return text;
        }
        Map<String, String> byName = values.entrySet().stream()
                .collect(Collectors.toMap(entry -> name(entry.getKey()), Map.Entry::getValue));
        return SLOT.matcher(text)
                .replaceAll(slot -> Matcher.quoteReplacement(byName.getOrDefault(name(slot.group(1)), slot.group())));
    }

    private static String name(String written) {
        return written.strip().toLowerCase(Locale.ROOT);
    }
}

package dev.millrace.curation.rules.redaction;

import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;

/**
 * Redacts the texts of one conversation: the same person or number gets the same placeholder, numbered from 1 in order of
 * first appearance.
 *
 * <p>One instance per conversation; not thread-safe.
 */
public final class Redactor {
    private final Scanner scanner;
    private final NameFinder finder;
    private final Set<PiiType> types;
    private final Map<PiiType, Map<String, Integer>> numbers = new EnumMap<>(PiiType.class);
    private final Map<PiiType, Integer> counts = new EnumMap<>(PiiType.class);

    /**
     * @param knownNames names and addresses of the people in the conversation
     * @param finder of further names in free text
     * @param phoneRegion ISO 3166-1 code of the country whose telephone numbers come without a country code
     * @param types what is replaced
     */
    public Redactor(Collection<String> knownNames, NameFinder finder, String phoneRegion, Set<PiiType> types) {
        this.finder = finder;
        this.scanner = new Scanner(knownNames, phoneRegion);
        this.types = types;
    }

    /**
     * A piece of a text that was replaced.
     *
     * @param start index of its first character in the text as it was
     * @param end index after its last
     */
    public record Found(PiiType type, int start, int end) {}

    /** The text with a placeholder for each span. */
    public String redact(String text) {
        return redact(text, found -> {});
    }

    /** The same; tells of each piece that is replaced, from left to right. */
    public String redact(String text, Consumer<Found> replaced) {
        StringBuilder redacted = new StringBuilder(text.length());
        int[] copied = {0};
        scanner.scan(text, finder.names(text), (start, span) -> {
            if (!types.contains(span.type())) {
                return;
            }
            redacted.append(text, copied[0], start).append(placeholder(span));
            copied[0] = span.end();
            replaced.accept(new Found(span.type(), start, span.end()));
        });
        return copied[0] == 0
                ? text
                : redacted.append(text, copied[0], text.length()).toString();
    }

    private String placeholder(Span span) {
        counts.merge(span.type(), 1, Integer::sum);
        Map<String, Integer> known = numbers.computeIfAbsent(span.type(), type -> new HashMap<>());
        int number = known.computeIfAbsent(span.identity(), identity -> known.size() + 1);
        return "<" + span.type() + "_" + number + ">";
    }

    /** How many spans of each type were redacted so far. */
    public Map<String, Integer> counts() {
        Map<String, Integer> byLabel = new TreeMap<>();
        counts.forEach((type, count) -> byLabel.put(type.label(), count));
        return byLabel;
    }
}

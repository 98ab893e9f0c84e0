package dev.millrace.curation.rules.redaction;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * The names that the events' own fields tell: whole, or one part of them with a capital letter.
 *
 * <p>A part that is an ordinary word too (Will, May) is left alone where a sentence begins. All parts of a name have the
 * identity of the whole name. What holds a figure is an address, which is taken whole or not at all.
 */
final class NameDetector implements Detector {
    private static final int MIN_PART = 2;
    private static final Set<String> ORDINARY = Set.of(
            "will", "may", "mark", "hope", "grace", "joy", "faith", "rose", "art", "bill", "chase", "dawn", "drew",
            "frank", "grant", "guy", "jack", "june", "april", "august", "jean", "miles", "pat", "ray", "rich", "rob",
            "sue", "summer", "victor", "van", "de", "la", "le", "von", "da", "di", "del", "der", "the", "of", "and",
            "case", "cash", "young", "long", "white", "black", "brown", "green", "gray", "king", "page", "price",
            "cook", "park", "day", "short", "sharp", "wise", "best", "law", "banks", "bush", "care", "support", "team",
            "an");

    /** A name as a list of words, and what it stands for. */
    private record Known(List<String> words, String identity, boolean whole) {}

    private final Map<String, List<Known>> byFirstWord = new HashMap<>();
    private final WordFilter firstWords;

    NameDetector(Collection<String> names) {
        for (String name : new TreeSet<>(names)) {
            if (name.indexOf('@') < 0) {
                add(name);
            }
        }
        byFirstWord
                .values()
                .forEach(known ->
                        known.sort((a, b) -> b.words().size() - a.words().size()));
        firstWords = new WordFilter(byFirstWord.keySet());
    }

    /** Whether a name may begin with a word of this hash. */
    boolean mayBegin(int hash) {
        return firstWords.mayHold(hash);
    }

    private void add(String name) {
        List<String> words = words(name);
        if (words.isEmpty()) {
            return;
        }
        String identity = String.join(" ", words);
        if (identity.length() >= MIN_PART) {
            register(new Known(words, identity, words.size() > 1));
        }
        boolean address = identity.chars().anyMatch(Character::isDigit);
        if (words.size() > 1 && !address) {
            words.stream()
                    .filter(word -> word.length() >= MIN_PART)
                    .forEach(word -> register(new Known(List.of(word), identity, false)));
        }
    }

    private void register(Known known) {
        byFirstWord
                .computeIfAbsent(known.words().get(0), word -> new ArrayList<>())
                .add(known);
    }

    @Override
    public @Nullable Span detect(String text, int at) {
        int firstEnd = Chars.wordEnd(text, at);
        List<Known> candidates = byFirstWord.get(text.substring(at, firstEnd).toLowerCase(Locale.ROOT));
        if (candidates == null) {
            return null;
        }
        for (Known known : candidates) {
            int end = known.whole() ? matchEnd(text, at, known.words()) : partEnd(text, at, firstEnd);
            if (end > 0) {
                return new Span(PiiType.NAME, end, known.identity());
            }
        }
        return null;
    }

    private static int partEnd(String text, int at, int end) {
        boolean capital = Character.isUpperCase(text.charAt(at));
        String part = text.substring(at, end).toLowerCase(Locale.ROOT);
        return capital && !(ORDINARY.contains(part) && beginsSentence(text, at)) ? end : -1;
    }

    private static boolean beginsSentence(String text, int at) {
        int i = at - 1;
        while (i >= 0 && text.charAt(i) == ' ') {
            i--;
        }
        return i < 0 || ".!?\n\r:\"(".indexOf(text.charAt(i)) >= 0;
    }

    private static int matchEnd(String text, int at, List<String> words) {
        int i = at;
        for (int n = 0; n < words.size(); n++) {
            if (n > 0) {
                int gap = i;
                while (i - gap < 3 && i < text.length() && !Chars.isWord(text.charAt(i)) && text.charAt(i) != '\n') {
                    i++;
                }
            }
            int end = Chars.wordEnd(text, i);
            if (!text.substring(i, end).toLowerCase(Locale.ROOT).equals(words.get(n))) {
                return -1;
            }
            i = end;
        }
        return i;
    }

    private static List<String> words(String name) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < name.length(); i++) {
            int end = Chars.wordEnd(name, i);
            if (end > i) {
                words.add(name.substring(i, end).toLowerCase(Locale.ROOT));
                i = end;
            }
        }
        return words;
    }
}

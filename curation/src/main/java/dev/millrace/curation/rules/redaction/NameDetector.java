package dev.millrace.curation.rules.redaction;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
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

    /** What may follow the words so far, and which name they are if it ends here; the first one that was told. */
    private static final class Words {
        private final Map<String, Words> next = new HashMap<>();
        private @Nullable String identity;

        void add(List<String> words, String name) {
            Words last = this;
            for (String word : words) {
                last = last.next.computeIfAbsent(word, absent -> new Words());
            }
            last.identity = last.identity == null ? name : last.identity;
        }
    }

    private final Words names = new Words();
    private final WordFilter firstWords;

    NameDetector(Collection<String> names) {
        for (String name : new TreeSet<>(names)) {
            if (name.indexOf('@') < 0) {
                add(name);
            }
        }
        firstWords = new WordFilter(this.names.next.keySet());
    }

    /** Whether a name may begin with a word of this hash. */
    boolean mayBegin(int hash) {
        return firstWords.mayHold(hash);
    }

    private void add(String name) {
        List<String> words = words(name);
        String identity = String.join(" ", words);
        if (identity.length() >= MIN_PART) {
            names.add(words, identity);
        }
        boolean address = identity.chars().anyMatch(Character::isDigit);
        if (words.size() > 1 && !address) {
            words.stream()
                    .filter(word -> word.length() >= MIN_PART)
                    .forEach(word -> names.add(List.of(word), identity));
        }
    }

    /** The longest name that begins here; of one word only if it looks like one. */
    @Override
    public @Nullable Span detect(String text, int at) {
        int firstEnd = Chars.wordEnd(text, at);
        Words first = names.next.get(lower(text, at, firstEnd));
        if (first == null) {
            return null;
        }
        Span whole = whole(text, firstEnd, first);
        if (whole != null || first.identity == null) {
            return whole;
        }
        int end = partEnd(text, at, firstEnd);
        return end < 0 ? null : new Span(PiiType.NAME, end, first.identity);
    }

    /** The longest name of more than one word that goes on behind its first. */
    private static @Nullable Span whole(String text, int firstEnd, Words first) {
        Span longest = null;
        int end = firstEnd;
        for (Words last = first; !last.next.isEmpty(); ) {
            int begin = nextWord(text, end);
            end = Chars.wordEnd(text, begin);
            last = last.next.get(lower(text, begin, end));
            if (last == null) {
                return longest;
            }
            if (last.identity != null) {
                longest = new Span(PiiType.NAME, end, last.identity);
            }
        }
        return longest;
    }

    /** Over up to three signs of the same line. */
    private static int nextWord(String text, int from) {
        int i = from;
        while (i - from < 3 && i < text.length() && !Chars.isWord(text.charAt(i)) && text.charAt(i) != '\n') {
            i++;
        }
        return i;
    }

    private static String lower(String text, int from, int to) {
        return LowerCase.of(text.substring(from, to));
    }

    private static int partEnd(String text, int at, int end) {
        boolean capital = Character.isUpperCase(text.charAt(at));
        return capital && !(ORDINARY.contains(lower(text, at, end)) && beginsSentence(text, at)) ? end : -1;
    }

    private static boolean beginsSentence(String text, int at) {
        int i = at - 1;
        while (i >= 0 && text.charAt(i) == ' ') {
            i--;
        }
        return i < 0 || ".!?\n\r:\"(".indexOf(text.charAt(i)) >= 0;
    }

    private static List<String> words(String name) {
        List<String> words = new ArrayList<>();
        for (int i = 0; i < name.length(); i++) {
            int end = Chars.wordEnd(name, i);
            if (end > i) {
                words.add(lower(name, i, end));
                i = end;
            }
        }
        return words;
    }
}

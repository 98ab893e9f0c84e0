package dev.millrace.curation.rules.redaction;

import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/** Words that say what a number beside them is. Looks at a bounded number of characters. */
final class Context {
    private static final int LOOK_BACK = 40;
    private static final int MOST_WORDS = 5;

    private final Set<String> words;
    private final WordFilter filter;

    private Context(Set<String> words) {
        this.words = words;
        this.filter = new WordFilter(words);
    }

    /** @param words separated by blanks, in lower case */
    static Context of(String words) {
        return new Context(Arrays.stream(words.split(" ")).collect(Collectors.toUnmodifiableSet()));
    }

    /** Whether one of the words is among the last few before an index, in the same sentence. */
    boolean precedes(String text, int at) {
        int end = at;
        int seen = 0;
        for (int i = at - 1; i >= -1 && at - i <= LOOK_BACK && seen < MOST_WORDS; i--) {
            char c = Chars.at(text, i);
            if (i >= 0 && Character.isLetter(c)) {
                continue;
            }
            if (end > i + 1) {
                seen++;
                if (isWord(text, i + 1, end)) {
                    return true;
                }
            }
            if (endsSentence(text, i)) {
                return false;
            }
            end = i;
        }
        return false;
    }

    /** Whether one of the words comes next, behind blanks and signs alone, in the same line. */
    boolean follows(String text, int at) {
        int from = at;
        while (from - at < 3 && " -,:(/".indexOf(Chars.at(text, from)) >= 0 && from < text.length()) {
            from++;
        }
        int end = from;
        while (end - from <= LOOK_BACK && Character.isLetter(Chars.at(text, end))) {
            end++;
        }
        return isWord(text, from, end);
    }

    private boolean isWord(String text, int from, int to) {
        return filter.mayHold(WordFilter.hash(text, from, to))
                && words.contains(text.substring(from, to).toLowerCase(Locale.ROOT));
    }

    private static boolean endsSentence(String text, int at) {
        char c = Chars.at(text, at);
        return c == '\n' || c == '!' || c == '?' || (c == '.' && Chars.at(text, at + 1) == ' ');
    }
}

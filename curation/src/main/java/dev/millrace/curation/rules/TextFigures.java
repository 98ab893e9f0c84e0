package dev.millrace.curation.rules;

import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;

/** Figures of a text that tell writing from noise. Each takes one pass. */
final class TextFigures {
    private static final Pattern PLACEHOLDER = Pattern.compile("<[A-Z]{2,8}_[0-9]{1,6}>");
    private static final Pattern SPACES = Pattern.compile("\\s+");
    private static final int TRIPLE = 3;
    /** Below this many words repetition says nothing. */
    private static final int MIN_WORDS = 30;

    private TextFigures() {}

    /** The text with a space for each placeholder of a redaction. */
    static String withoutPlaceholders(String text) {
        return PLACEHOLDER.matcher(text).replaceAll(" ");
    }

    /** Whether there is a letter or a digit outside placeholders. */
    static boolean saysSomething(String text) {
        return withoutPlaceholders(text).chars().anyMatch(Character::isLetterOrDigit);
    }

    /** Share of letters among the characters that are not spaces. */
    static double letters(String text) {
        long visible = text.chars().filter(c -> !Character.isWhitespace(c)).count();
        long letters = text.chars().filter(Character::isLetter).count();
        return visible == 0 ? 0 : (double) letters / visible;
    }

    /** Share of word triples that stand in the text more than once; 0 for a text of few words. */
    static double repetition(String text) {
        String[] words = SPACES.split(text.toLowerCase(Locale.ROOT), 0);
        int triples = words.length - TRIPLE + 1;
        if (words.length < MIN_WORDS) {
            return 0;
        }
        Set<Long> distinct = new HashSet<>();
        for (int i = 0; i < triples; i++) {
            distinct.add((words[i].hashCode() * 31L + words[i + 1].hashCode()) * 1_000_003L + words[i + 2].hashCode());
        }
        return 1 - (double) distinct.size() / triples;
    }
}

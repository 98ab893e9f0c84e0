package dev.millrace.curation.rules;

import dev.millrace.curation.rules.redaction.LowerCase;
import java.util.Arrays;

/** Figures of a text that tell writing from noise. Each takes one pass. */
final class TextFigures {
    private static final int TRIPLE = 3;
    /** Below this many words repetition says nothing. */
    private static final int MIN_WORDS = 30;

    private static final int SHORTEST_TYPE = 2;
    private static final int LONGEST_TYPE = 8;
    private static final int LONGEST_NUMBER = 6;

    private TextFigures() {}

    /** The text with a space for each placeholder of a redaction, such as {@code <EMAIL_1>}. */
    static String withoutPlaceholders(String text) {
        StringBuilder without = null;
        int copied = 0;
        for (int at = text.indexOf('<'); at >= 0; at = text.indexOf('<', at + 1)) {
            int end = placeholderEnd(text, at);
            if (end > 0) {
                without = without == null ? new StringBuilder(text.length()) : without;
                without.append(text, copied, at).append(' ');
                copied = end;
            }
        }
        return without == null
                ? text
                : without.append(text, copied, text.length()).toString();
    }

    /** The index behind a placeholder that begins here; -1 where none does. */
    private static int placeholderEnd(String text, int at) {
        int typeEnd = at + 1;
        while (typeEnd < text.length() && typeEnd - at <= LONGEST_TYPE + 1 && isUpper(text.charAt(typeEnd))) {
            typeEnd++;
        }
        int type = typeEnd - at - 1;
        if (type < SHORTEST_TYPE || type > LONGEST_TYPE || !text.startsWith("_", typeEnd)) {
            return -1;
        }
        int numberEnd = typeEnd + 1;
        while (numberEnd < text.length()
                && numberEnd - typeEnd <= LONGEST_NUMBER + 1
                && isDigit(text.charAt(numberEnd))) {
            numberEnd++;
        }
        int number = numberEnd - typeEnd - 1;
        return number >= 1 && number <= LONGEST_NUMBER && text.startsWith(">", numberEnd) ? numberEnd + 1 : -1;
    }

    private static boolean isUpper(char c) {
        return c >= 'A' && c <= 'Z';
    }

    private static boolean isDigit(char c) {
        return c >= '0' && c <= '9';
    }

    /** Whether there is a letter or a digit outside placeholders. */
    static boolean saysSomething(String text) {
        int at = 0;
        while (at < text.length()) {
            char c = text.charAt(at);
            int end = c == '<' ? placeholderEnd(text, at) : -1;
            if (end < 0 && Character.isLetterOrDigit(c)) {
                return true;
            }
            at = Math.max(at + 1, end);
        }
        return false;
    }

    /** Share of letters among the characters that are not spaces. */
    static double letters(String text) {
        int visible = 0;
        int letters = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            visible += Character.isWhitespace(c) ? 0 : 1;
            letters += Character.isLetter(c) ? 1 : 0;
        }
        return visible == 0 ? 0 : (double) letters / visible;
    }

    /** Share of word triples that stand in the text more than once; 0 for a text of few words. */
    static double repetition(String text) {
        int[] words = wordHashes(LowerCase.of(text));
        if (words.length < MIN_WORDS) {
            return 0;
        }
        long[] triples = new long[words.length - TRIPLE + 1];
        for (int i = 0; i < triples.length; i++) {
            triples[i] = (words[i] * 31L + words[i + 1]) * 1_000_003L + words[i + 2];
        }
        Arrays.sort(triples);
        int distinct = 0;
        for (int i = 0; i < triples.length; i++) {
            distinct += i == 0 || triples[i] != triples[i - 1] ? 1 : 0;
        }
        return 1 - (double) distinct / triples.length;
    }

    /** Of the words between white space. */
    private static int[] wordHashes(String text) {
        int[] hashes = new int[text.length() / 2 + 1];
        int words = 0;
        int hash = 0;
        boolean within = false;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (!WhiteSpace.is(c)) {
                hash = 31 * hash + c;
                within = true;
            } else if (within) {
                hashes[words++] = hash;
                hash = 0;
                within = false;
            }
        }
        if (within) {
            hashes[words++] = hash;
        }
        return Arrays.copyOf(hashes, words);
    }
}

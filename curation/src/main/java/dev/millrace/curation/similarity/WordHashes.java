package dev.millrace.curation.similarity;

import java.util.Arrays;
import java.util.function.LongConsumer;

/**
 * A 64-bit hash of each word of one or more texts, in order.
 *
 * <p>A word is a run of letters, digits and marks, whatever the letter case; in writing without spaces each character is
 * a word of its own. What stands between words does not count. One pass over the text. For one thread.
 */
public final class WordHashes {
    private static final long FNV_BASIS = 0xCBF29CE484222325L;
    private static final long FNV_PRIME = 0x100000001B3L;
    private static final int ASCII = 128;
    private static final char[] ASCII_WORDS = new char[ASCII];

    static {
        for (char c = 0; c < ASCII; c++) {
            ASCII_WORDS[c] = Character.isLetterOrDigit(c) ? Character.toLowerCase(c) : 0;
        }
    }

    private long[] hashes = new long[64];
    private int size;
    /** Of the word being read; the basis between words. */
    private long hash = FNV_BASIS;

    public static WordHashes of(String text) {
        WordHashes words = new WordHashes();
        words.add(text);
        return words;
    }

    /** Adds the words of a text; a word never goes on from one text to the next. */
    public void add(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c < ASCII) {
                letter(ASCII_WORDS[c]);
            } else if (Character.isHighSurrogate(c) && i + 1 < text.length()) {
                character(Character.toCodePoint(c, text.charAt(++i)));
            } else {
                character(c);
            }
        }
        endWord();
    }

    /** Adds words of another text, from one on and up to before another. */
    public void addAll(WordHashes other, int from, int to) {
        for (int i = from; i < to; i++) {
            append(other.hashes[i]);
        }
    }

    public int size() {
        return size;
    }

    /** Hands out the hashes, in order. */
    public void forEach(LongConsumer action) {
        for (int i = 0; i < size; i++) {
            action.accept(hashes[i]);
        }
    }

    long at(int index) {
        return hashes[index];
    }

    private void character(int codePoint) {
        if (standsAlone(codePoint)) {
            endWord();
            letter(codePoint);
            endWord();
        } else {
            letter(isOfWord(codePoint) ? Character.toLowerCase(codePoint) : 0);
        }
    }

    private static boolean standsAlone(int codePoint) {
        return Character.isIdeographic(codePoint)
                || switch (Character.UnicodeScript.of(codePoint)) {
                    case HIRAGANA, KATAKANA, THAI, LAO, KHMER, MYANMAR -> Character.isLetterOrDigit(codePoint);
                    default -> false;
                };
    }

    private static boolean isOfWord(int codePoint) {
        return Character.isLetterOrDigit(codePoint)
                || switch (Character.getType(codePoint)) {
                    case Character.NON_SPACING_MARK, Character.COMBINING_SPACING_MARK -> true;
                    default -> false;
                };
    }

    /** Takes a letter into the word; 0 ends it. */
    private void letter(int letter) {
        if (letter == 0) {
            endWord();
        } else {
            hash = (hash ^ letter) * FNV_PRIME;
        }
    }

    private void endWord() {
        if (hash != FNV_BASIS) {
            append(Mix.of(hash));
            hash = FNV_BASIS;
        }
    }

    private void append(long word) {
        if (size == hashes.length) {
            hashes = Arrays.copyOf(hashes, 2 * size);
        }
        hashes[size++] = word;
    }
}

package dev.millrace.curation.rules.redaction;

import java.util.Collection;

/**
 * Tells of most words that they are in none of its own, without making a string: a Bloom filter with one function. Letter case
 * makes no difference.
 */
final class WordFilter {
    private static final int BITS_A_WORD = 32;

    private final long[] bits;
    private final int mask;

    WordFilter(Collection<String> words) {
        mask = Integer.highestOneBit(Math.max(512, words.size() * BITS_A_WORD)) * 2 - 1;
        bits = new long[(mask + 1) / Long.SIZE];
        for (String word : words) {
            int bit = hash(word, 0, word.length()) & mask;
            bits[bit / Long.SIZE] |= 1L << bit;
        }
    }

    /** Whether a word of this hash may be in. */
    boolean mayHold(int hash) {
        int bit = hash & mask;
        return ((bits[bit / Long.SIZE] >>> bit) & 1) == 1;
    }

    /** Of a word in any letter case. */
    static int hash(String text, int from, int to) {
        int hash = 0;
        for (int i = from; i < to; i++) {
            hash = next(hash, text.charAt(i));
        }
        return mixed(hash);
    }

    /** The sum over a word with one more character; equal for a word and what {@link String#toLowerCase} makes of it. */
    static int next(int sum, char c) {
        if (c < 128) {
            return sum * 31 + (c | 0x20);
        }
        return switch (c) {
            case '\u0130' -> next(next(sum, 'i'), '\u0307'); // I with a dot becomes two characters
            case '\u03C2' -> next(sum, '\u03C3'); // a sigma at the end
            default -> sum * 31 + Character.toLowerCase(c);
        };
    }

    /** The hash that a sum over a whole word makes. */
    static int mixed(int sum) {
        int hash = sum * 0x9E3779B9;
        return hash ^ (hash >>> 15);
    }
}

package dev.millrace.curation.similarity;

/**
 * A 64-bit hash of every run of so many words. A text of fewer words is one run, so that short texts can be told apart too.
 *
 * <p>The hash is a polynomial of the words' hashes that rolls from word to word, so it takes one pass whatever the length of the
 * runs. Source: Karp and Rabin, Efficient randomized pattern-matching algorithms (1987).
 */
public final class WordRuns {
    private static final long BASE = 0xD1342543DE82EF95L;

    private WordRuns() {}

    /** The hashes in order of the text; none of no words. */
    public static long[] hashes(WordHashes words, int length) {
        int first = Math.min(length, words.size());
        long[] hashes = new long[words.size() == 0 ? 0 : words.size() - first + 1];
        long leaving = 1;
        long rolling = 0;
        for (int i = 0; i < first; i++) {
            rolling = rolling * BASE + words.at(i);
            leaving *= BASE;
        }
        for (int i = 0; i < hashes.length; i++) {
            hashes[i] = Mix.of(rolling);
            if (i + first < words.size()) {
                rolling = rolling * BASE + words.at(i + first) - words.at(i) * leaving;
            }
        }
        return hashes;
    }
}

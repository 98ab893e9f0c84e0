package dev.millrace.lm.kernel;

import java.util.Arrays;

/**
 * Runs of neighbouring documents of one length, which attention handles at once. A run is cut where its scores would leave
 * the processor's cache.
 */
public final class Spans {

    /** Query rows of one block; smaller blocks skip more of the causal half, larger ones fill the matrix units. */
    static final int BLOCK_ROWS = 64;

    /** Scores held at a time, in elements. 2 MiB in bf16. */
    private static final int SCORES = 1 << 20;

    private final long[] triples;

    private Spans(long[] triples) {
        this.triples = triples;
    }

    /**
     * The runs of a batch.
     *
     * @param starts first tokens of the documents, ascending
     * @param tokens end of the last document
     */
    public static Spans of(int[] starts, int tokens, HeadLayout layout) {
        long[] triples = new long[3 * starts.length];
        int size = 0;
        for (int i = 0; i < starts.length; i++) {
            int length = (i + 1 < starts.length ? starts[i + 1] : tokens) - starts[i];
            boolean joins = size > 0
                    && triples[size - 1] == length
                    && (triples[size - 2] + 1) * length * Math.min(length, BLOCK_ROWS) * layout.heads() <= SCORES;
            if (joins) {
                triples[size - 2]++;
            } else {
                triples[size++] = starts[i];
                triples[size++] = 1;
                triples[size++] = length;
            }
        }
        return new Spans(Arrays.copyOf(triples, size));
    }

    /** First token, documents, length; first token, documents, length; and so on. */
    long[] triples() {
        return triples;
    }
}

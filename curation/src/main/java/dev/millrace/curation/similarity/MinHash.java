package dev.millrace.curation.similarity;

import java.util.Arrays;

/**
 * MinHash signatures: of two sets, each position is equal with the probability of their Jaccard.
 *
 * <p>112 hash functions, each a multiplication by an odd number and an addition modulo 2^32 on a shingle's upper half, which
 * processors do eight or sixteen at a time. The shingles' hashes are mixed already, which is what so simple a family needs.
 *
 * <p>Source: Broder, On the resemblance and containment of documents (1997); Mitzenmacher and Vadhan, Why simple hash functions
 * work (2008).
 */
public final class MinHash {
    /** Hashes of a signature. */
    public static final int SIZE = 112;

    /** Counts up when the same text may get another signature than before. */
    public static final int VERSION = 1;

    private static final int[] FACTORS = new int[SIZE];
    private static final int[] ADDENDS = new int[SIZE];

    static {
        for (int i = 0; i < SIZE; i++) {
            long bits = Mix.of((i + 1) * Mix.GAMMA);
            FACTORS[i] = (int) (bits >>> 32) | 1;
            ADDENDS[i] = (int) bits;
        }
    }

    private MinHash() {}

    /** The signature of a set; of the empty set the greatest numbers there are. */
    public static int[] signature(ShingleSet shingles) {
        int[] least = new int[SIZE];
        Arrays.fill(least, Integer.MAX_VALUE);
        for (int i = 0; i < shingles.size(); i++) {
            take((int) (shingles.at(i) >>> 32), least);
        }
        return least;
    }

    private static void take(int shingle, int[] least) {
        for (int i = 0; i < SIZE; i++) {
            least[i] = Math.min(least[i], shingle * FACTORS[i] + ADDENDS[i]);
        }
    }
}

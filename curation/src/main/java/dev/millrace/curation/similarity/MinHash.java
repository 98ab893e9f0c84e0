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

    private static final int AT_ONCE = 4;
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
        int last = shingles.size() - 1;
        for (int i = 0; i <= last; i += AT_ONCE) {
            take(
                    upperHalf(shingles, i),
                    upperHalf(shingles, Math.min(i + 1, last)),
                    upperHalf(shingles, Math.min(i + 2, last)),
                    upperHalf(shingles, Math.min(i + 3, last)),
                    least);
        }
        return least;
    }

    private static int upperHalf(ShingleSet shingles, int index) {
        return (int) (shingles.at(index) >>> 32);
    }

    /** Four at once, so that the loop is begun and the least numbers are stored a quarter as often; one that comes twice changes nothing. */
    private static void take(int one, int two, int three, int four, int[] least) {
        for (int i = 0; i < SIZE; i++) {
            int factor = FACTORS[i];
            int addend = ADDENDS[i];
            int firstPair = Math.min(one * factor + addend, two * factor + addend);
            int secondPair = Math.min(three * factor + addend, four * factor + addend);
            least[i] = Math.min(least[i], Math.min(firstPair, secondPair));
        }
    }
}

package dev.millrace.curation.similarity;

import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The set of all runs of five words in a text, as 64-bit hashes: what likeness is measured on. Immutable.
 *
 * <p>Two of a million texts of 300 words share a hash of different words with a probability below 0.3 %; a hash that is shared by
 * accident changes a Jaccard by 1/300.
 */
public final class ShingleSet {
    /** Words of a shingle. */
    public static final int WORDS = 5;

    /** Counts up when the same text may get other shingles than before. */
    public static final int VERSION = 1;

    /** In ascending order, each once. */
    private final long[] hashes;

    private ShingleSet(long[] hashes) {
        this.hashes = hashes;
    }

    public static ShingleSet of(WordHashes words) {
        long[] all = WordRuns.hashes(words, WORDS);
        Arrays.sort(all);
        int size = 0;
        for (int i = 0; i < all.length; i++) {
            if (i == 0 || all[i] != all[i - 1]) {
                all[size++] = all[i];
            }
        }
        return new ShingleSet(size == all.length ? all : Arrays.copyOf(all, size));
    }

    public int size() {
        return hashes.length;
    }

    long at(int index) {
        return hashes[index];
    }

    /** Size of the intersection by size of the union; 0 if both are empty. */
    public double jaccard(ShingleSet other) {
        int common = common(other);
        int union = hashes.length + other.hashes.length - common;
        return union == 0 ? 0 : (double) common / union;
    }

    private int common(ShingleSet other) {
        int common = 0;
        int mine = 0;
        int its = 0;
        while (mine < hashes.length && its < other.hashes.length) {
            long a = hashes[mine];
            long b = other.hashes[its];
            common += a == b ? 1 : 0;
            mine += a <= b ? 1 : 0;
            its += b <= a ? 1 : 0;
        }
        return common;
    }

    /** Eight bytes a shingle. */
    public ByteBuffer toBytes() {
        ByteBuffer bytes = ByteBuffer.allocate(hashes.length * Long.BYTES);
        bytes.asLongBuffer().put(hashes);
        return bytes;
    }

    /** What {@link #toBytes} gave. */
    public static ShingleSet fromBytes(ByteBuffer bytes) {
        long[] hashes = new long[bytes.remaining() / Long.BYTES];
        bytes.duplicate().asLongBuffer().get(hashes);
        return new ShingleSet(hashes);
    }
}

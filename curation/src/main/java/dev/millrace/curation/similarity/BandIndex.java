package dev.millrace.curation.similarity;

import java.util.Arrays;

/**
 * Finds texts that may be near duplicates by the bands that they share: locality-sensitive hashing.
 *
 * <p>What a look-up takes does not grow with the number of texts: a bucket holds at most 256 of them and at most 128 are handed
 * out, those first that share most bands. For one thread. A function of the texts and the order in which they were added.
 */
final class BandIndex {
    private static final int BUCKET_SIZE = 256;
    private static final int MOST = 128;

    private final Buckets buckets = new Buckets(BUCKET_SIZE);
    private final IntList found = new IntList();
    private int size;

    /** Adds a text; the first one has the number 0, the next one 1. */
    void add(int[] bands) {
        for (int band : bands) {
            buckets.add(band, size);
        }
        size++;
    }

    /** Numbers of texts that share a band: those first that share most, of these the ones added first. */
    int[] candidates(int[] bands) {
        found.clear();
        buckets.collect(bands, found);
        if (found.size() == 0) {
            return new int[0];
        }
        found.sort();
        long[] ranked = ranked();
        Arrays.sort(ranked);
        int[] candidates = new int[Math.min(MOST, ranked.length)];
        for (int i = 0; i < candidates.length; i++) {
            candidates[i] = (int) ranked[i];
        }
        return candidates;
    }

    /** Each number once, behind how many bands it does not share. */
    private long[] ranked() {
        long[] ranked = new long[found.size()];
        int count = 0;
        for (int i = 0; i < found.size(); ) {
            int number = found.at(i);
            int shared = 0;
            while (i < found.size() && found.at(i) == number) {
                shared++;
                i++;
            }
            ranked[count++] = ((long) (Bands.COUNT - shared) << 32) | number;
        }
        return Arrays.copyOf(ranked, count);
    }
}

package dev.millrace.curation.similarity;

/**
 * A signature in 16 bands of 7 hashes, each band as one hash. Texts of which a band is equal may be near duplicates: with a
 * Jaccard of 0.75 nine in ten pairs have one, with 0.8 it is 97.7 %, with 0.85 99.8 %, with 0.5 12 %.
 *
 * <p>Source: Leskovec, Rajaraman and Ullman, Mining of Massive Datasets, section 3.4.
 */
public final class Bands {
    public static final int COUNT = 16;
    private static final int ROWS = MinHash.SIZE / COUNT;

    private Bands() {}

    /** The bands' hashes; those of different bands are never equal but by accident. */
    public static int[] of(int[] signature) {
        int[] bands = new int[COUNT];
        for (int band = 0; band < COUNT; band++) {
            long hash = Mix.of((band + 1) * Mix.GAMMA);
            for (int row = 0; row < ROWS; row++) {
                hash = Mix.of(hash + signature[band * ROWS + row]);
            }
            bands[band] = (int) (hash >>> 32);
        }
        return bands;
    }
}

package dev.millrace.lm.train;

import java.util.SplittableRandom;

/** Reproducible shuffles. */
final class Permutation {
    private static final long GOLDEN_RATIO = 0x9E3779B97F4A7C15L;

    private Permutation() {}

    /** The numbers below {@code size} in an order that seed and epoch decide (Fisher and Yates). */
    static int[] of(int size, long seed, int epoch) {
        SplittableRandom random = new SplittableRandom(seed ^ (GOLDEN_RATIO * (epoch + 1L)));
        int[] order = new int[size];
        for (int i = 0; i < size; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }
}

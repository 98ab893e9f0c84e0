package dev.millrace.curation.snapshot;

import java.util.Arrays;

/**
 * The population stability index of two samples in buckets: the sum over the buckets of (q - p) ln(q / p), where p and q are the
 * shares of the two. Half a count is added to each bucket that one of them has something in, so that none is 0.
 *
 * <p>Where nothing changed, the index of samples of n and m is about (1/n + 1/m) times a chi-squared value of as many degrees of
 * freedom as there are buckets less one; that tells what chance alone may bring. Source: Yurdakul and Naranjo, Statistical properties of
 * the population stability index (Journal of Risk Model Validation, 2020).
 *
 * @param value of the index
 * @param chance what it stays below in 998 of 1,000 cases though nothing changed
 */
record StabilityIndex(double value, double chance) {
    private static final double SMOOTHING = 0.5;
    /** Standard deviations above the mean. */
    private static final double UNLIKELY = 3;

    static StabilityIndex of(long[] expected, long[] actual) {
        int buckets = 0;
        for (int i = 0; i < expected.length; i++) {
            buckets += expected[i] + actual[i] > 0 ? 1 : 0;
        }
        double n = Arrays.stream(expected).sum() + SMOOTHING * buckets;
        double m = Arrays.stream(actual).sum() + SMOOTHING * buckets;
        double sum = 0;
        for (int i = 0; i < expected.length; i++) {
            if (expected[i] + actual[i] > 0) {
                double p = (expected[i] + SMOOTHING) / n;
                double q = (actual[i] + SMOOTHING) / m;
                sum += (q - p) * Math.log(q / p);
            }
        }
        int freedom = Math.max(0, buckets - 1);
        return new StabilityIndex(sum, (freedom + UNLIKELY * Math.sqrt(2.0 * freedom)) * (1 / n + 1 / m));
    }

    /** Whether the samples differ by so much, and by more than chance brings. */
    boolean exceeds(double threshold) {
        return value >= threshold && value > chance;
    }
}

package dev.millrace.lm.verify;

/** Distances between arrays; NaN and unequal length count as infinitely far. */
final class Errors {
    private Errors() {}

    static double largest(float[] found, float[] expected) {
        if (found.length != expected.length) {
            return Double.POSITIVE_INFINITY;
        }
        double largest = 0;
        for (int i = 0; i < found.length; i++) {
            largest = worse(largest, Math.abs((double) found[i] - expected[i]));
        }
        return largest;
    }

    /** ‖found − expected‖₂ / ‖expected‖₂. */
    static double relative(float[] found, float[] expected) {
        if (found.length != expected.length) {
            return Double.POSITIVE_INFINITY;
        }
        double difference = 0;
        double norm = 0;
        for (int i = 0; i < found.length; i++) {
            difference += Math.pow((double) found[i] - expected[i], 2);
            norm += Math.pow(expected[i], 2);
        }
        return worse(0, Math.sqrt(difference / Math.max(norm, Double.MIN_NORMAL)));
    }

    static double worse(double a, double b) {
        return Double.isNaN(b) ? Double.POSITIVE_INFINITY : Math.max(a, b);
    }
}

package dev.millrace.lm.verify;

/** Kullback–Leibler divergence of next-token distributions given as logits. */
final class Divergence {
    private Divergence() {}

    /** Mean over positions of KL(expected ‖ found), in nats. */
    static double mean(float[] expected, float[] found, int vocabSize) {
        if (expected.length != found.length) {
            return Double.POSITIVE_INFINITY;
        }
        double sum = 0;
        for (int from = 0; from < expected.length; from += vocabSize) {
            sum += at(expected, found, from, vocabSize);
        }
        return Errors.worse(0, sum / (expected.length / (double) vocabSize));
    }

    private static double at(float[] expected, float[] found, int from, int size) {
        double expectedTotal = logSumExp(expected, from, size);
        double foundTotal = logSumExp(found, from, size);
        double sum = 0;
        for (int i = from; i < from + size; i++) {
            double logP = expected[i] - expectedTotal;
            sum += Math.exp(logP) * (logP - (found[i] - foundTotal));
        }
        return sum;
    }

    private static double logSumExp(float[] values, int from, int size) {
        double max = Double.NEGATIVE_INFINITY;
        for (int i = from; i < from + size; i++) {
            max = Math.max(max, values[i]);
        }
        double sum = 0;
        for (int i = from; i < from + size; i++) {
            sum += Math.exp(values[i] - max);
        }
        return max + Math.log(sum);
    }
}

package dev.millrace.bench;

import dev.millrace.lm.format.ModelConfig;

/**
 * The multiplications and additions that a training step cannot do without: products of the base weights and the output matrix
 * forward and for the gradient of their input, those of what is trained for its gradient too, attention to earlier positions
 * only. What is computed again does not count.
 */
final class UsefulWork {

    private UsefulWork() {}

    /** Floating-point operations for one token of documents of a length. */
    static double perToken(ModelConfig config, long trained, boolean full, int sequence) {
        double base =
                (double) config.layers() * weightsOfLayer(config) + (double) config.vocabSize() * config.hiddenSize();
        double products = full ? 6 * base : 4 * base + 6.0 * trained;
        // scores and values forward, four products backward, over half of a document on average
        double attention = 6.0 * (sequence + 1) * config.heads() * config.headDim() * config.layers();
        return products + attention;
    }

    private static long weightsOfLayer(ModelConfig config) {
        long queries = (long) config.heads() * config.headDim();
        long keys = (long) config.kvHeads() * config.headDim();
        return config.hiddenSize() * (2 * queries + 2 * keys + 3L * config.intermediateSize());
    }
}

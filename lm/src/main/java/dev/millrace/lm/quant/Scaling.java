package dev.millrace.lm.quant;

/**
 * The division of a block by its absmax, with the rounding of bitsandbytes' kernels: a whole block is multiplied by the
 * reciprocal, a shorter last one is divided, and neither is scaled up by more than 10³⁸, so that a block of zeros stays zero.
 */
record Scaling(float absmax, boolean whole) {
    private static final float LEAST = 1e-38f;

    Scaling {
        absmax = Math.max(absmax, LEAST);
    }

    float quotient(float value) {
        return whole ? value * (1 / absmax) : value / absmax;
    }

    /** The largest magnitude of {@code values - offset}, which of a shorter last block is kept from being zero. */
    static float absmax(float[] values, int from, int to, int block, float offset) {
        float max = to - from == block ? 0 : LEAST;
        for (int i = from; i < to; i++) {
            max = Math.max(max, Math.abs(values[i] - offset));
        }
        return max;
    }
}

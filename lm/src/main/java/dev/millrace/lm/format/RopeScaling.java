package dev.millrace.lm.format;

/**
 * The frequency scaling of Llama 3.1 ({@code rope_type} "llama3"): wavelengths longer than {@code originalMaxPositions /
 * lowFreqFactor} are stretched by {@code factor}, shorter than {@code originalMaxPositions / highFreqFactor} are kept, and
 * those between are interpolated.
 */
public record RopeScaling(double factor, double lowFreqFactor, double highFreqFactor, int originalMaxPositions) {
    public RopeScaling {
        if (!(factor >= 1) || !(lowFreqFactor > 0) || !(highFreqFactor > lowFreqFactor) || originalMaxPositions < 1) {
            throw new IllegalArgumentException("rope scaling is factor " + factor + ", low_freq_factor " + lowFreqFactor
                    + ", high_freq_factor " + highFreqFactor + ", original_max_position_embeddings "
                    + originalMaxPositions + "; expected factor >= 1, 0 < low < high, positions >= 1");
        }
    }

    /** The frequency (radians a position) that takes the place of one. */
    public double apply(double frequency) {
        double turns = originalMaxPositions * frequency / (2 * Math.PI);
        double kept = (turns - lowFreqFactor) / (highFreqFactor - lowFreqFactor);
        double share = Math.max(0, Math.min(1, kept));
        return (1 - share) * frequency / factor + share * frequency;
    }
}

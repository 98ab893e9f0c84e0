package dev.millrace.lm.format;

import java.util.List;

/**
 * The shape of a LoRA adapter: {@code W + scale · B · A} with A {@code [rank, in]} and B {@code [out, rank]}.
 *
 * @param alpha numerator of the scale
 * @param dropout share of the adapter's inputs dropped in training, 0 to 1
 * @param targets the last part of the names of the adapted projections, in the order of {@link #ALL_LINEAR}
 * @param rsLora scale by alpha/√rank (rank-stabilized LoRA) in place of alpha/rank
 */
public record LoraConfig(int rank, double alpha, double dropout, List<String> targets, boolean rsLora) {
    /** The seven linear projections of a block. */
    public static final List<String> ALL_LINEAR =
            List.of("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj");

    private static final int MAX_RANK = 1024;

    public LoraConfig {
        if (rank < 1 || rank > MAX_RANK) {
            throw new IllegalArgumentException("LoRA rank is " + rank + ", expected 1 to " + MAX_RANK);
        }
        if (!(alpha > 0) || Double.isInfinite(alpha)) {
            throw new IllegalArgumentException("LoRA alpha is " + alpha + ", expected a positive number");
        }
        if (!(dropout >= 0 && dropout < 1)) {
            throw new IllegalArgumentException("LoRA dropout is " + dropout + ", expected 0 up to (not including) 1");
        }
        for (String target : targets) {
            if (!ALL_LINEAR.contains(target)) {
                throw new IllegalArgumentException(
                        "LoRA target is '" + Json.abbreviate(target) + "', expected some of " + ALL_LINEAR);
            }
        }
        List<String> given = targets;
        targets = ALL_LINEAR.stream().filter(given::contains).toList();
        if (targets.isEmpty()) {
            throw new IllegalArgumentException("LoRA targets are empty, expected some of " + ALL_LINEAR);
        }
    }

    /** All seven projections, no dropout, scale alpha/rank. */
    public static LoraConfig of(int rank, double alpha) {
        return new LoraConfig(rank, alpha, 0, ALL_LINEAR, false);
    }

    public double scale() {
        return rsLora ? alpha / Math.sqrt(rank) : alpha / rank;
    }
}

package dev.millrace.evaluator.statistics;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The difference in loss per token between two models, with an interval that is honest about customers who wrote more
 * than once.
 *
 * <p>Item {@code i} of cluster {@code g} differs by {@code d_i} nats over {@code t_i} tokens. The estimate is the ratio
 *
 * <pre>  θ = Σ d_i / Σ t_i  </pre>
 *
 * so that every token weighs the same. By linearization an item contributes the residual {@code d_i − θ t_i}; items of
 * one cluster may depend on each other in any way, clusters on each other not at all:
 *
 * <pre>
 *   e_g = Σ_{i in g} (d_i − θ t_i)
 *   Var(θ) = G / (G − 1) · Σ_g e_g² / (Σ t_i)²
 *   interval = θ ± t_{0.975, G − 1} · √Var(θ)
 * </pre>
 *
 * <p>Sources: Cochran, <i>Sampling Techniques</i>, 3rd ed., sections 6.4 (ratio estimator) and 9A.6 (clusters); Miller,
 * <i>Adding Error Bars to Evals</i>, 2024, sections 2.2 (clustered standard errors) and 4.2 (paired differences).
 */
public final class ClusteredRatio {

    private ClusteredRatio() {}

    /** The interval of the differences' sum over the tokens' sum; needs at least one item. */
    public static Interval of(List<PairedDifference> items) {
        if (items.isEmpty()) {
            throw new IllegalArgumentException("there are no items to estimate from; expected at least 1");
        }
        double nats = items.stream().mapToDouble(PairedDifference::nats).sum();
        long tokens = items.stream().mapToLong(PairedDifference::tokens).sum();
        double estimate = nats / tokens;
        Map<String, Double> residuals = new HashMap<>();
        items.forEach(item -> residuals.merge(item.subject(), item.nats() - estimate * item.tokens(), Double::sum));
        int clusters = residuals.size();
        double error = standardError(residuals, tokens);
        double margin = clusters < 2 ? Double.POSITIVE_INFINITY : StudentT.quantile975(clusters - 1) * error;
        return new Interval(estimate, estimate - margin, estimate + margin, error, items.size(), clusters);
    }

    private static double standardError(Map<String, Double> residuals, long tokens) {
        int clusters = residuals.size();
        if (clusters < 2) {
            return Double.POSITIVE_INFINITY;
        }
        double squares = residuals.values().stream().mapToDouble(e -> e * e).sum();
        return Math.sqrt(squares * clusters / (clusters - 1)) / tokens;
    }
}

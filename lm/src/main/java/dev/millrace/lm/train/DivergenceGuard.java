package dev.millrace.lm.train;

import java.util.Optional;

/**
 * Watches the losses of a run. A value that is not finite is divergence at once; a mean of recent losses far above the lowest
 * it has been is divergence once enough steps have been seen.
 */
final class DivergenceGuard {
    private static final double SMOOTHING = 0.9;
    private static final int SEEN_ENOUGH = 10;

    private double mean;
    private double lowestMean;
    private int seen;

    DivergenceGuard(double mean, double lowestMean, int seen) {
        this.mean = mean;
        this.lowestMean = lowestMean;
        this.seen = seen;
    }

    static DivergenceGuard fresh() {
        return new DivergenceGuard(0, Double.MAX_VALUE, 0);
    }

    /** What is wrong with a step, before its gradients are used. */
    Optional<String> objection(double loss, double gradientNorm) {
        if (!Double.isFinite(loss)) {
            return Optional.of("the loss is " + loss + ", expected a finite number");
        }
        if (!Double.isFinite(gradientNorm)) {
            return Optional.of("the gradient norm is " + gradientNorm + ", expected a finite number");
        }
        seen++;
        mean = seen == 1 ? loss : SMOOTHING * mean + (1 - SMOOTHING) * loss;
        lowestMean = Math.min(lowestMean, mean);
        double limit = 1.5 * lowestMean + 1;
        return seen > SEEN_ENOUGH && mean > limit
                ? Optional.of("the recent losses' mean is " + mean + ", expected less than " + limit
                        + " after a mean of " + lowestMean)
                : Optional.empty();
    }

    /** Whether the present state is worth keeping. */
    boolean healthy() {
        return mean <= 1.2 * lowestMean + 0.3;
    }

    double mean() {
        return mean;
    }

    double lowestMean() {
        return lowestMean;
    }

    int seen() {
        return seen;
    }
}

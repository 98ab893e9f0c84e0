package dev.millrace.lm.train;

/**
 * The learning rate of every step: a straight rise from 0 over the warm-up, then the chosen way down to the floor at the last
 * step.
 *
 * @param floor share of the peak that is left at the end
 */
public record LearningRateSchedule(Schedule kind, double peak, double floor, int warmupSteps, int totalSteps) {
    public static LearningRateSchedule of(Optimization optimization, int totalSteps) {
        int warmup = (int) Math.round(optimization.warmupRatio() * totalSteps);
        return new LearningRateSchedule(
                optimization.schedule(), optimization.learningRate(), optimization.floor(), warmup, totalSteps);
    }

    /** Rate of the step with this number, the first being 0. */
    public double at(int step) {
        if (step < warmupSteps) {
            return peak * (step + 1) / warmupSteps;
        }
        double progress = Math.min(1, (step - warmupSteps) / (double) Math.max(1, totalSteps - warmupSteps));
        return switch (kind) {
            case CONSTANT -> peak;
            case LINEAR -> peak * (floor + (1 - floor) * (1 - progress));
            case COSINE -> peak * (floor + (1 - floor) * (1 + Math.cos(Math.PI * progress)) / 2);
        };
    }
}

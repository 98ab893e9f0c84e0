package dev.millrace.lm.train;

import dev.millrace.lm.model.AdamW;

/**
 * How gradients become steps.
 *
 * @param learningRate at its peak
 * @param floor share of the peak left at the last step
 * @param warmupRatio share of the steps in which the rate rises
 * @param clipNorm gradients with a larger global norm are scaled down to it; 0 for no clipping
 */
public record Optimization(
        double learningRate, double floor, Schedule schedule, double warmupRatio, AdamW adamW, double clipNorm) {
    public Optimization {
        Range.check("learningRate", learningRate, 1e-9, 1);
        Range.check("floor", floor, 0, 1);
        Range.check("warmupRatio", warmupRatio, 0, 1);
        Range.check("clipNorm", clipNorm, 0, 1e6);
    }

    /** AdamW with weight decay 0.01, clipping at 1, cosine to a tenth after a warm-up of 3 %. */
    public static Optimization of(double learningRate) {
        return new Optimization(learningRate, 0.1, Schedule.COSINE, 0.03, new AdamW(0.9, 0.999, 1e-8, 0.01), 1);
    }

    /** The rate and nothing else: constant, no warm-up, no clipping. */
    public static Optimization constant(double learningRate, AdamW adamW) {
        return new Optimization(learningRate, 1, Schedule.CONSTANT, 0, adamW, 0);
    }
}

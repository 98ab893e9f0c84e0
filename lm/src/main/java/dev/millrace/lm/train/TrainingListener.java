package dev.millrace.lm.train;

import dev.millrace.lm.model.ActivationPlan;
import java.nio.file.Path;
import java.time.Duration;

/** Told of a run's progress on the training thread, which waits; exceptions end the run. */
public interface TrainingListener {
    /** Listens to nothing. */
    TrainingListener NONE = new TrainingListener() {};

    /**
     * What is about to happen.
     *
     * @param firstStep 0, or the step a checkpoint goes on from
     * @param trainedParameters numbers that the optimizer changes
     * @param activations what a pass keeps of each layer
     */
    record Plan(int firstStep, int totalSteps, long trainedParameters, ActivationPlan activations) {}

    /**
     * One step of the optimizer.
     *
     * @param step its number, the first being 1
     * @param loss nats a scored token, before the step
     * @param gradientNorm before clipping
     * @param tokens in the step's batches, scored or not
     * @param tokensPerSecond mean since the run's start, evaluations and checkpoints apart
     * @param memoryBytes resident memory of the process, 0 where unknown
     * @param remaining at the present pace
     */
    record Step(
            int step,
            int totalSteps,
            double loss,
            double learningRate,
            double gradientNorm,
            int tokens,
            int scoredTokens,
            double tokensPerSecond,
            long memoryBytes,
            Duration remaining) {}

    /**
     * One look at the validation split.
     *
     * @param step steps done before it
     * @param loss nats a scored token
     * @param best less than ever before
     */
    record Evaluated(int step, double loss, boolean best) {}

    default void onStart(Plan plan) {}

    default void onStep(Step step) {}

    default void onEvaluation(Evaluated evaluation) {}

    default void onCheckpoint(int step, Path folder) {}
}

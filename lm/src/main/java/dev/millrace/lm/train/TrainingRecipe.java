package dev.millrace.lm.train;

import dev.millrace.lm.format.LoraConfig;
import dev.millrace.lm.model.Precision;

/**
 * Everything that decides what a run makes of its data, apart from model and data.
 *
 * @param lora shape of the adapter; without meaning for {@link TrainingMethod#FULL}
 * @param seed of the adapter's start and of the data's order
 */
public record TrainingRecipe(
        TrainingMethod method,
        Precision precision,
        LoraConfig lora,
        Optimization optimization,
        Batching batching,
        Stopping stopping,
        long seed) {

    /** QLoRA of rank 16 on all projections, three epochs, cosine from 2e-4. */
    public static TrainingRecipe defaults() {
        return new TrainingRecipe(
                TrainingMethod.QLORA,
                Precision.BF16,
                LoraConfig.of(16, 32),
                Optimization.of(2e-4),
                new Batching(4096, 1, 1024),
                new Stopping(3, 0, 50, 3),
                42);
    }

    public TrainingRecipe withMethod(TrainingMethod other) {
        return new TrainingRecipe(other, precision, lora, optimization, batching, stopping, seed);
    }

    public TrainingRecipe withPrecision(Precision other) {
        return new TrainingRecipe(method, other, lora, optimization, batching, stopping, seed);
    }

    public TrainingRecipe withLora(LoraConfig other) {
        return new TrainingRecipe(method, precision, other, optimization, batching, stopping, seed);
    }

    public TrainingRecipe withOptimization(Optimization other) {
        return new TrainingRecipe(method, precision, lora, other, batching, stopping, seed);
    }

    public TrainingRecipe withBatching(Batching other) {
        return new TrainingRecipe(method, precision, lora, optimization, other, stopping, seed);
    }

    public TrainingRecipe withStopping(Stopping other) {
        return new TrainingRecipe(method, precision, lora, optimization, batching, other, seed);
    }

    public TrainingRecipe withSeed(long other) {
        return new TrainingRecipe(method, precision, lora, optimization, batching, stopping, other);
    }
}

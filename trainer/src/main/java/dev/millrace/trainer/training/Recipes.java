package dev.millrace.trainer.training;

import dev.millrace.lm.format.LoraConfig;
import dev.millrace.lm.model.ActivationMemory;
import dev.millrace.lm.model.AdamW;
import dev.millrace.lm.model.Precision;
import dev.millrace.lm.train.Batching;
import dev.millrace.lm.train.Optimization;
import dev.millrace.lm.train.Schedule;
import dev.millrace.lm.train.Stopping;
import dev.millrace.lm.train.TrainingMethod;
import dev.millrace.lm.train.TrainingRecipe;
import dev.millrace.runtime.config.ByteSize;
import dev.millrace.runtime.config.MemoryLimit;
import dev.millrace.runtime.config.RecipeConfig;

/** The recipe of the configuration as the engine takes it: the only place that knows both. */
public final class Recipes {

    private static final double BETA1 = 0.9;
    private static final double BETA2 = 0.999;
    private static final double EPSILON = 1e-8;

    /** The learning rate falls to nothing. */
    private static final double FLOOR = 0;

    private static final double LORA_RATE = 5e-4;
    private static final double LORA_RATE_WIDTH = 2000;
    private static final double LORA_RATE_FALL = 0.781;

    private Recipes() {}

    /**
     * Checks what can be checked before the base model is known.
     *
     * @throws TrainingFailedException naming what the engine cannot do
     */
    public static void check(RecipeConfig recipe) {
        var unused = forEngine(recipe, (int) LORA_RATE_WIDTH);
    }

    /**
     * Translates.
     *
     * @param hiddenSize of the base model
     * @throws TrainingFailedException naming what the engine cannot do
     */
    public static TrainingRecipe forEngine(RecipeConfig recipe, int hiddenSize) {
        try {
            return new TrainingRecipe(
                    method(recipe),
                    precision(recipe),
                    new LoraConfig(recipe.rank(), recipe.alpha(), recipe.dropout(), recipe.targets(), recipe.rsLora()),
                    optimization(recipe, hiddenSize),
                    new Batching(recipe.batchTokens(), recipe.accumulation(), recipe.maxSequenceTokens()),
                    new Stopping(recipe.epochs(), recipe.maxSteps(), recipe.evalEverySteps(), recipe.patience()),
                    recipe.seed());
        } catch (IllegalArgumentException e) {
            throw new TrainingFailedException(
                    FailureCode.RECIPE_INVALID, "the recipe cannot be trained: " + e.getMessage(), e);
        }
    }

    private static Optimization optimization(RecipeConfig recipe, int hiddenSize) {
        return new Optimization(
                recipe.learningRate() == 0 ? learningRate(hiddenSize) : recipe.learningRate(),
                FLOOR,
                schedule(recipe),
                recipe.warmupRatio(),
                adamW(recipe),
                recipe.clipNorm());
    }

    private static AdamW adamW(RecipeConfig recipe) {
        return new AdamW(
                BETA1,
                BETA2,
                EPSILON,
                recipe.weightDecay(),
                recipe.loraPlusRatio(),
                recipe.optimizer() == RecipeConfig.Optimizer.ADAMW_8BIT);
    }

    /** Ten times that of full fine-tuning, and lower the wider the model is: the fit of Schulman et al., LoRA Without Regret, 2025. */
    private static double learningRate(int hiddenSize) {
        return LORA_RATE * Math.pow(LORA_RATE_WIDTH / hiddenSize, LORA_RATE_FALL);
    }

    /** What the configuration gives to activations. */
    public static ActivationMemory memory(MemoryLimit limit) {
        ByteSize size = limit.size();
        return size == null ? ActivationMemory.AUTO : ActivationMemory.of(size.bytes());
    }

    private static TrainingMethod method(RecipeConfig recipe) {
        return switch (recipe.method()) {
            case QLORA -> TrainingMethod.QLORA;
            case LORA -> TrainingMethod.LORA;
        };
    }

    private static Precision precision(RecipeConfig recipe) {
        return switch (recipe.precision()) {
            case BF16 -> Precision.BF16;
            case F32 -> Precision.F32;
        };
    }

    private static Schedule schedule(RecipeConfig recipe) {
        return switch (recipe.schedule()) {
            case COSINE -> Schedule.COSINE;
            case LINEAR -> Schedule.LINEAR;
            case CONSTANT -> Schedule.CONSTANT;
        };
    }
}

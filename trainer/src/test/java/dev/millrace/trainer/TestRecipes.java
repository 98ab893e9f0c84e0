package dev.millrace.trainer;

import dev.millrace.runtime.config.RecipeConfig;

/** Recipes that take seconds. */
public final class TestRecipes {
    private TestRecipes() {}

    /** LoRA of rank 4 in f32, so that runs can be compared number by number. */
    public static RecipeConfig small(int maxSteps) {
        return of(maxSteps, 5e-3);
    }

    public static RecipeConfig of(int maxSteps, double learningRate) {
        return RecipeConfig.fromJson("""
                {"method":"LORA","precision":"F32","rank":4,"alpha":8,"learningRate":%s,"epochs":1000,"maxSteps":%d,
                 "batchTokens":256,"maxSequenceTokens":128,"evalEverySteps":10,"patience":0}
                """.formatted(Double.toString(learningRate), maxSteps));
    }
}

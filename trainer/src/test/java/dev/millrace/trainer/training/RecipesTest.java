package dev.millrace.trainer.training;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.lm.model.ActivationMemory;
import dev.millrace.lm.model.AdamW;
import dev.millrace.runtime.config.MemoryLimit;
import dev.millrace.runtime.config.RecipeConfig;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RecipesTest {

    /** What the published fit gives for these widths. */
    @ParameterizedTest
    @CsvSource({"320, 2.09e-3", "576, 1.32e-3", "2000, 5.0e-4", "4096, 2.86e-4"})
    void shouldFitTheLearningRateToTheWidthWhenNoneIsChosen(int hiddenSize, double expected) {
        double learningRate = Recipes.forEngine(RecipeConfig.DEFAULTS, hiddenSize)
                .optimization()
                .learningRate();

        assertThat(learningRate).isCloseTo(expected, within(0.005 * expected));
    }

    @Test
    void shouldKeepTheLearningRateThatWasChosen() {
        RecipeConfig recipe = RecipeConfig.fromJson("{\"learningRate\": 3e-4}");

        assertThat(Recipes.forEngine(recipe, 320).optimization().learningRate()).isEqualTo(3e-4);
    }

    @Test
    void shouldPassTheOptimizerOn() {
        RecipeConfig recipe = RecipeConfig.fromJson("{\"optimizer\": \"adamw-8bit\", \"loraPlusRatio\": 16}");

        AdamW adamW = Recipes.forEngine(recipe, 320).optimization().adamW();

        assertThat(adamW.eightBit()).isTrue();
        assertThat(adamW.ratioOfB()).isEqualTo(16);
        assertThat(Recipes.forEngine(RecipeConfig.DEFAULTS, 320).optimization().adamW())
                .isEqualTo(new AdamW(0.9, 0.999, 1e-8, 0));
    }

    @Test
    void shouldReadMemoryAsPeopleWriteIt() {
        assertThat(Recipes.memory(MemoryLimit.parse("2GB"))).isEqualTo(ActivationMemory.of(2_000_000_000L));
        assertThat(Recipes.memory(MemoryLimit.parse("auto"))).isEqualTo(ActivationMemory.AUTO);
    }

    @Test
    void shouldSayWhatTheEngineCannotDo() {
        RecipeConfig recipe = RecipeConfig.fromJson("{\"learningRate\": 1e-10}");

        assertThatThrownBy(() -> Recipes.check(recipe))
                .isInstanceOfSatisfying(
                        TrainingFailedException.class, e -> assertThat(e.code()).isEqualTo(FailureCode.RECIPE_INVALID))
                .hasMessageContaining("learningRate");
    }
}

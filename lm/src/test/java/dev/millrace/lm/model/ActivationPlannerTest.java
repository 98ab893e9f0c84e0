package dev.millrace.lm.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.lm.format.GoldenCases;
import dev.millrace.lm.format.ModelConfig;
import dev.millrace.lm.torch.DType;
import dev.millrace.lm.torch.Device;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ActivationPlannerTest {

    private static final int TOKENS = 2048;
    private static final long SHARED = 50_000_000;

    /** Thirty layers, hidden 576, nine heads on three, intermediate 1536, vocabulary 49152. */
    private static final ModelConfig SMOL = TinyModels.shaped(576, 1536, 30, 9, 3, 64, 49_152);

    private final ActivationPlanner planner =
            new ActivationPlanner(SMOL, ModelLoader.layout(SMOL), DType.BF16, TOKENS, SHARED);

    private ActivationPlan choose(ActivationMemory memory) {
        return planner.choose(memory, Device.CPU);
    }

    @Test
    void shouldCountEveryKeptByte() {
        // Given
        long input = 576 * 2L * TOKENS;
        long attention = (960 + 576 + 576) * 2L * TOKENS;
        long gateUp = 3072 * 2L * TOKENS;

        // Then
        long least = SHARED + 31 * input;
        assertThat(planner.leanest().bytes()).isEqualTo(least);
        assertThat(choose(ActivationMemory.keeping(Keep.ATTENTION)).bytes()).isEqualTo(least + 29 * attention);
        assertThat(choose(ActivationMemory.keeping(Keep.ALL)).bytes()).isEqualTo(least + 29 * (attention + gateUp));
    }

    @Test
    void shouldCountEveryRepeatedOperation() {
        // Given
        double projections = 2 * 576.0 * (960 + 576) + 4 * 576 * 256.0;
        double gateUp = 4 * 576.0 * 1536;
        double forward = 30 * (projections + 1.5 * gateUp) + 2 * 576.0 * 49_152;

        // Then
        assertThat(planner.leanest().recomputed()).isCloseTo(29 * (projections + gateUp) / forward, within(1e-9));
        assertThat(choose(ActivationMemory.keeping(Keep.ATTENTION)).recomputed())
                .isCloseTo(29 * gateUp / forward, within(1e-9));
        assertThat(choose(ActivationMemory.keeping(Keep.ALL)).recomputed()).isZero();
    }

    @ParameterizedTest
    @ValueSource(longs = {130_000_000, 200_000_000, 300_000_000, 400_000_000, 500_000_000, 700_000_000, 2_000_000_000})
    void shouldStayWithinTheBudgetAndRepeatNoMoreThanWithLess(long budget) {
        // When
        ActivationPlan plan = choose(ActivationMemory.of(budget));

        // Then
        ActivationPlan less = choose(ActivationMemory.of(budget - 5_000_000));
        assertThat(plan.bytes()).isLessThanOrEqualTo(budget);
        assertThat(plan.recomputed()).isLessThanOrEqualTo(less.recomputed());
        assertThat(plan.layers()).hasSize(30);
    }

    @Test
    void shouldMixLevelsWhenTheBudgetLiesBetweenThem() {
        assertThat(choose(ActivationMemory.of(460_000_000)).layers())
                .contains(Keep.ALL, Keep.ATTENTION)
                .doesNotContain(Keep.INPUTS);
        assertThat(choose(ActivationMemory.of(250_000_000)).layers()).contains(Keep.ATTENTION, Keep.INPUTS);
    }

    @Test
    void shouldKeepAllWhenThereIsMemoryToSpare() {
        assertThat(choose(ActivationMemory.of(Long.MAX_VALUE)).layers()).containsOnly(Keep.ALL);
    }

    @Test
    void shouldSayWhatTheLeastIsWhenTheBudgetIsTooSmall() {
        // When
        var choosing = assertThatThrownBy(() -> choose(ActivationMemory.of(100_000_000)));

        // Then
        choosing.isInstanceOf(ActivationMemoryException.class)
                .hasMessageContaining("100.0 MB")
                .hasMessageContaining("2048 tokens")
                .hasMessageContaining("123.2 MB at least");
    }

    @Test
    void shouldTellItsCostInOneLine() {
        assertThat(choose(ActivationMemory.of(460_000_000)))
                .asString()
                .matches("keeps all of \\d+ and attention of \\d+ of 30 layers, "
                        + "recomputes \\d+\\.\\d % of the forward pass, 4[45]\\d MB");
    }

    @Test
    void shouldTakeTheLeanestWhenTheMachineHasNothingLeft() {
        // Given
        ModelConfig golden = ModelConfig.read(GoldenCases.folder("llama"));
        ActivationPlanner tooLarge =
                new ActivationPlanner(golden, ModelLoader.layout(golden), DType.BF16, TOKENS, Long.MAX_VALUE / 4);

        // Then
        assertThat(tooLarge.choose(ActivationMemory.AUTO, Device.CPU)).isEqualTo(tooLarge.leanest());
    }
}

package dev.millrace.lm.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.lm.format.LoraConfig;
import dev.millrace.lm.model.AdamW;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TrainingRecipeTest {
    @Test
    void shouldHaveTheDefaultsThatAreDocumented() {
        // When
        TrainingRecipe recipe = TrainingRecipe.defaults();

        // Then
        assertThat(recipe)
                .hasToString(
                        "TrainingRecipe[method=QLORA, precision=BF16, lora=LoraConfig[rank=16, alpha=32.0,"
                                + " dropout=0.0, targets=[q_proj, k_proj, v_proj, o_proj, gate_proj, up_proj, down_proj],"
                                + " rsLora=false], optimization=Optimization[learningRate=2.0E-4, floor=0.1, schedule=COSINE,"
                                + " warmupRatio=0.03, adamW=AdamW[beta1=0.9, beta2=0.999, eps=1.0E-8, weightDecay=0.01, ratioOfB=1.0,"
                                + " eightBit=false], clipNorm=1.0], batching=Batching[batchTokens=4096, accumulation=1,"
                                + " maxExampleTokens=1024], stopping=Stopping[epochs=3, maxSteps=0, evalEverySteps=50, patience=3], seed=42]");
    }

    static Stream<Arguments> wrong() {
        AdamW adamW = new AdamW(0.9, 0.999, 1e-8, 0);
        return Stream.of(
                wrong("learningRate is 0", () -> Optimization.constant(0, adamW)),
                wrong("learningRate is NaN", () -> Optimization.constant(Double.NaN, adamW)),
                wrong("floor is 2", () -> new Optimization(1e-4, 2, Schedule.LINEAR, 0, adamW, 0)),
                wrong("warmupRatio is -1", () -> new Optimization(1e-4, 0, Schedule.LINEAR, -1, adamW, 0)),
                wrong("batchTokens is 1", () -> new Batching(1, 1, 1)),
                wrong("maxExampleTokens is 9, expected 2 to 8", () -> new Batching(8, 1, 9)),
                wrong("accumulation is 0", () -> new Batching(8, 0, 8)),
                wrong("epochs is 0", () -> new Stopping(0, 0, 1, 0)),
                wrong("evalEverySteps is -1", () -> new Stopping(1, 0, -1, 0)),
                wrong("LoRA dropout is 1.0", () -> new LoraConfig(4, 8, 1, LoraConfig.ALL_LINEAR, false)),
                wrong("LoRA rank is 0", () -> LoraConfig.of(0, 1)),
                wrong("LoRA targets are empty", () -> new LoraConfig(4, 8, 0, List.of(), false)));
    }

    @ParameterizedTest
    @MethodSource("wrong")
    void shouldNameValueAndBoundsWhenOneIsOutOfRange(String reason, Supplier<?> making) {
        // When
        var refusal = assertThatThrownBy(making::get);

        // Then
        refusal.isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(reason)
                .hasMessageContaining("expected");
    }

    private static Arguments wrong(String reason, Supplier<?> making) {
        return Arguments.of(reason, making);
    }
}

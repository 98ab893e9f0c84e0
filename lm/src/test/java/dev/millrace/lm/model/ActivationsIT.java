package dev.millrace.lm.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.lm.format.HostTensor;
import dev.millrace.lm.format.LoraConfig;
import dev.millrace.lm.format.ModelConfig;
import dev.millrace.lm.text.TokenBatch;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ActivationsIT {

    private static final TokenBatch BATCH = TinyModels.batch(3, 70, 9, 9, 130, 1);
    private static final ModelConfig DEEP = TinyModels.shaped(24, 40, 7, 3, 1, 8, TinyModels.VOCABULARY);
    private static final LoadOptions BFLOAT16 = LoadOptions.of(Precision.BF16).upTo(BATCH.size());

    static Stream<ActivationMemory> plans() {
        return Stream.of(
                ActivationMemory.keeping(Keep.INPUTS),
                ActivationMemory.keeping(Keep.ATTENTION),
                ActivationMemory.of(mixed(0.2)),
                ActivationMemory.of(mixed(0.5)),
                ActivationMemory.of(mixed(0.8)),
                ActivationMemory.AUTO);
    }

    /** A budget between the leanest plan and the one that keeps all. */
    private static long mixed(double share) {
        long least = plan(ActivationMemory.keeping(Keep.INPUTS)).bytes();
        long most = plan(ActivationMemory.keeping(Keep.ALL)).bytes();
        return least + Math.round(share * (most - least));
    }

    private static ActivationPlan plan(ActivationMemory memory) {
        try (LanguageModel model = TinyModels.of(DEEP, BFLOAT16.within(memory))) {
            model.attach(adapter(model));
            return model.plan();
        }
    }

    @ParameterizedTest
    @MethodSource("plans")
    void shouldGiveTheSameBitsUnderEveryPlan(ActivationMemory memory) {
        // Given
        Map<String, HostTensor> expected = gradients(ActivationMemory.keeping(Keep.ALL));

        // When
        Map<String, HostTensor> gradients = gradients(memory);

        // Then
        assertThat(gradients).isEqualTo(expected);
    }

    @ParameterizedTest
    @MethodSource("plans")
    void shouldGiveTheSameBitsUnderEveryPlanWhenEveryWeightIsTrained(ActivationMemory memory) {
        // Given
        Map<String, HostTensor> expected = weightGradients(ActivationMemory.keeping(Keep.ALL));

        // When
        Map<String, HostTensor> gradients = weightGradients(memory);

        // Then
        assertThat(gradients).isEqualTo(expected);
    }

    private static Map<String, HostTensor> weightGradients(ActivationMemory memory) {
        try (LanguageModel model = TinyModels.of(DEEP, BFLOAT16.within(memory))) {
            Trainable weights = model.trainWeights();
            model.forwardBackward(BATCH, 0.5);
            return weights.gradients();
        }
    }

    private static Map<String, HostTensor> gradients(ActivationMemory memory) {
        try (LanguageModel model = TinyModels.of(DEEP, BFLOAT16.within(memory))) {
            LoraAdapter adapter = adapter(model);
            model.attach(adapter);
            for (int pass = 0; pass < 2; pass++) {
                model.forwardBackward(BATCH, 0.5);
                model.score(BATCH);
            }
            return adapter.gradients();
        }
    }

    /** With dropout, and with B not zero, so that every gradient counts. */
    private static LoraAdapter adapter(LanguageModel model) {
        LoraConfig config = new LoraConfig(4, 8, 0.2, LoraConfig.of(4, 8).targets(), false);
        LoraAdapter adapter = LoraAdapter.create(model, config, 1);
        Map<String, HostTensor> values = adapter.parameters();
        values.forEach((name, tensor) -> {
            for (int i = 0; i < tensor.values().length; i++) {
                tensor.values()[i] += 0.01f * (i % 7 - 3);
            }
        });
        adapter.setParameters(values);
        return adapter;
    }

    @ParameterizedTest
    @MethodSource("plans")
    void shouldTakeExactlyThePlannedBytes(ActivationMemory memory) {
        // Given
        try (LanguageModel model = TinyModels.of(DEEP, BFLOAT16.within(memory))) {
            LoraAdapter adapter = adapter(model);
            model.attach(adapter);

            // When
            model.forwardBackward(BATCH, 0.5);
            model.score(BATCH);

            // Then
            long taken = model.activationBytes() + adapter.buffers().bytes();
            assertThat(taken).isEqualTo(model.plan().bytes());
            if (memory instanceof ActivationMemory.Budget budget) {
                assertThat(taken).isLessThanOrEqualTo(budget.bytes());
            }
        }
    }

    @Test
    void shouldTakeNoMoreForABatchOfAnotherSize() {
        // Given
        try (LanguageModel model = TinyModels.of(DEEP, BFLOAT16)) {
            model.forwardBackward(TinyModels.batch(4, 30, 20), 1);
            long taken = model.activationBytes();

            // When
            List.of(60, 100, 20).forEach(length -> model.forwardBackward(TinyModels.batch(5, length), 1));

            // Then
            assertThat(model.activationBytes()).isEqualTo(taken);
        }
    }

    @Test
    void shouldRefuseToBeginWhenTheBudgetIsBelowTheLeast() {
        // Given
        long least = plan(ActivationMemory.keeping(Keep.INPUTS)).bytes();
        try (LanguageModel model = TinyModels.of(DEEP, BFLOAT16.within(ActivationMemory.of(least - 1)))) {
            model.attach(adapter(model));
            model.score(BATCH);

            // When
            var training = assertThatThrownBy(() -> model.forwardBackward(BATCH, 1));

            // Then
            training.isInstanceOf(ActivationMemoryException.class);
        }
        assertThat(plan(ActivationMemory.of(least)).layers()).contains(Keep.INPUTS);
    }
}

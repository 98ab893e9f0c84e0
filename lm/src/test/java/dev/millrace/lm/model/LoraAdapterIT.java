package dev.millrace.lm.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.lm.format.HostTensor;
import dev.millrace.lm.format.LoraConfig;
import dev.millrace.lm.format.PeftAdapter;
import dev.millrace.lm.text.TokenBatch;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LoraAdapterIT {

    private static final LoraConfig CONFIG = LoraConfig.of(4, 8);
    private static final TokenBatch BATCH = TinyModels.batch(2, 9, 9, 30);
    private static final AdamW ADAM_W = new AdamW(0.9, 0.999, 1e-8, 0);
    private static final int[] IDS = TinyModels.tokens(6, 12);

    private final LanguageModel model = TinyModels.of(TinyModels.biased());

    @AfterEach
    void close() {
        model.close();
    }

    @ParameterizedTest
    @EnumSource(Precision.class)
    void shouldChangeNothingWhenFresh(Precision precision) {
        // Given
        try (LanguageModel base = TinyModels.of(TinyModels.plain(), LoadOptions.of(precision))) {
            float[] expected = base.logits(IDS);

            // When
            base.attach(LoraAdapter.create(base, CONFIG, 1));

            // Then
            assertThat(base.logits(IDS)).containsExactly(expected);
        }
    }

    @Test
    void shouldHaveAsManyParametersAsTheFormulaSays() {
        // Given
        int hidden = 24;
        int intermediate = 40;
        int inputsAndOutputs = (24 + 24) + 2 * (24 + 8) + (24 + 24) + 3 * (hidden + intermediate);

        // When
        LoraAdapter adapter = LoraAdapter.create(model, CONFIG, 1);

        // Then
        assertThat(adapter.parameterCount()).isEqualTo(2L * CONFIG.rank() * inputsAndOutputs);
    }

    @Test
    void shouldLeaveTheBaseAsItWasWhenDetached() {
        // Given
        float[] expected = model.logits(IDS);
        LoraAdapter adapter = trained();
        float[] adapted = model.logits(IDS);

        // When
        model.detach();

        // Then
        assertThat(adapted).isNotEqualTo(expected);
        assertThat(model.logits(IDS)).containsExactly(expected);
        assertThat(adapter.parameters()).isNotEmpty();
    }

    @Test
    void shouldBeTheSameAdapterAfterPeft() {
        // Given
        PeftAdapter peft = trained().toPeft();
        float[] expected = model.logits(IDS);

        // When
        model.attach(LoraAdapter.of(model, peft));

        // Then
        assertThat(model.logits(IDS)).containsExactly(expected);
    }

    @Test
    void shouldEqualTheMergedWeights() {
        // Given
        PeftAdapter peft = trained().toPeft();
        float[] expected = model.logits(IDS);
        model.detach();
        Trainable weights = model.trainWeights();

        // When
        weights.setParameters(merged(weights.parameters(), peft));

        // Then
        float[] logits = model.logits(IDS);
        for (int i = 0; i < logits.length; i++) {
            assertThat(logits[i]).isCloseTo(expected[i], Offset.offset(1e-4f));
        }
    }

    private static Map<String, HostTensor> merged(Map<String, HostTensor> weights, PeftAdapter peft) {
        Map<String, HostTensor> merged = new HashMap<>(weights);
        merged.replaceAll((name, weight) -> {
            String module = name.replaceAll("\\.weight$", "");
            HostTensor a = peft.tensors().get(PeftAdapter.nameOfA(module));
            HostTensor b = peft.tensors().get(PeftAdapter.nameOfB(module));
            return a == null ? weight : merge(weight, a, b, peft.config().scale());
        });
        return merged;
    }

    private static HostTensor merge(HostTensor weight, HostTensor a, HostTensor b, double scale) {
        int in = weight.shape()[1];
        int rank = a.shape()[0];
        float[] values = weight.values().clone();
        for (int i = 0; i < values.length; i++) {
            for (int r = 0; r < rank; r++) {
                values[i] += (float) (scale * b.values()[i / in * rank + r] * a.values()[r * in + i % in]);
            }
        }
        return new HostTensor(weight.shape(), values);
    }

    @Test
    void shouldTrainOnlyTheTargets() {
        // Given
        LoraConfig some = new LoraConfig(2, 4, 0, List.of("k_proj", "down_proj"), true);
        LoraAdapter adapter = LoraAdapter.create(model, some, 1);
        model.attach(adapter);

        // When
        model.forwardBackward(BATCH, 1);

        // Then
        assertThat(adapter.gradients().keySet())
                .hasSize(8)
                .allMatch(name -> name.contains("k_proj") || name.contains("down_proj"));
        assertThat(adapter.gradientNorm()).isPositive();
    }

    @Test
    void shouldLowerTheLossItIsTrainedOn() {
        // Given
        double before = model.score(BATCH).totalNats();

        // When
        trained();

        // Then
        assertThat(model.score(BATCH).totalNats()).isLessThan(0.95 * before);
    }

    @Test
    void shouldGoOnExactlyFromAnExportedState() {
        // Given
        LoraAdapter adapter = trained();
        LoraAdapter other = LoraAdapter.of(model, adapter.toPeft());
        other.setOptimizerState(adapter.optimizerState());

        // When
        train(adapter, 3);
        train(other, 3);

        // Then
        assertThat(other.parameters()).isEqualTo(adapter.parameters());
    }

    @Test
    void shouldRefuseAnAdapterOfAnotherBase() {
        try (LanguageModel larger = TinyModels.of(TinyModels.larger())) {
            PeftAdapter foreign = LoraAdapter.create(larger, CONFIG, 1).toPeft();

            assertThatThrownBy(() -> LoraAdapter.of(model, foreign))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("lora_A.weight")
                    .hasMessageContaining("[4, 32]")
                    .hasMessageContaining("[4, 24]");
        }
    }

    private LoraAdapter trained() {
        LoraAdapter adapter = LoraAdapter.create(model, CONFIG, 1);
        train(adapter, 25);
        return adapter;
    }

    private void train(LoraAdapter adapter, int steps) {
        model.attach(adapter);
        for (int step = 0; step < steps; step++) {
            adapter.zeroGradients();
            model.forwardBackward(BATCH, 1.0 / BATCH.scored());
            adapter.step(2e-2, ADAM_W);
        }
    }
}

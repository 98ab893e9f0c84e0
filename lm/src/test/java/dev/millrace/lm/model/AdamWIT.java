package dev.millrace.lm.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.lm.format.HostTensor;
import dev.millrace.lm.format.LoraConfig;
import dev.millrace.lm.format.ModelConfig;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AdamWIT {

    private static final AdamW PLAIN = new AdamW(0.9, 0.999, 1e-8, 0);
    private static final double RATE = 1e-3;

    /** Its matrices are large enough for 8 bits, and most end within a block of 256. */
    private static final ModelConfig WIDE = TinyModels.shaped(72, 200, 2, 3, 1, 24, 301);

    @Test
    void shouldMoveBFasterByTheRatioAndNothingElse() {
        // Given
        Map<String, HostTensor> slow = afterOneStep(RATE, PLAIN);
        Map<String, HostTensor> fast = afterOneStep(16 * RATE, PLAIN);

        // When
        Map<String, HostTensor> mixed = afterOneStep(RATE, PLAIN.withRatioOfB(16));

        // Then
        mixed.forEach((name, tensor) -> assertThat(tensor)
                .as(name)
                .isEqualTo(name.contains("lora_B") ? fast.get(name) : slow.get(name))
                .isNotEqualTo(name.contains("lora_B") ? slow.get(name) : fast.get(name)));
    }

    private static Map<String, HostTensor> afterOneStep(double rate, AdamW constants) {
        try (LanguageModel model = TinyModels.of(TinyModels.plain())) {
            LoraAdapter adapter = LoraAdapter.create(model, LoraConfig.of(4, 8), 1);
            Map<String, HostTensor> values = adapter.parameters();
            Random random = new Random(2);
            values.values().forEach(tensor -> fill(tensor, random));
            adapter.setParameters(values);
            model.attach(adapter);
            model.forwardBackward(TinyModels.batch(3, 40, 20), 0.02);
            adapter.step(rate, constants);
            return adapter.parameters();
        }
    }

    private static void fill(HostTensor tensor, Random random) {
        for (int i = 0; i < tensor.values().length; i++) {
            tensor.values()[i] = (float) random.nextGaussian() / 10;
        }
    }

    @Test
    void shouldFollowTheCurveOfFloat32WhenMomentsHaveEightBits() {
        // When
        Run full = train(PLAIN);
        Run eight = train(PLAIN.inEightBits(true));

        // Then
        assertThat(full.losses.get(STEPS - 1)).isLessThan(0.7 * full.losses.get(0));
        for (int step = 0; step < STEPS; step++) {
            assertThat(eight.losses.get(step))
                    .as("step %d", step + 1)
                    .isCloseTo(full.losses.get(step), within(0.01 * full.losses.get(step)));
        }
        assertThat(eight.bytes).isBetween(full.bytes / 5, full.bytes * 27 / 100);
    }

    @Test
    void shouldGiveTheSameBitsWhenAnEightBitStateIsStoredAndTakenOver() {
        // Given
        AdamW constants = PLAIN.inEightBits(true);
        try (LanguageModel model = TinyModels.of(WIDE);
                LanguageModel other = TinyModels.of(WIDE)) {
            Trainable weights = model.trainWeights();
            Trainable copy = other.trainWeights();
            steps(model, weights, constants, 0, 5);

            // When
            copy.setParameters(weights.parameters());
            copy.setOptimizerState(weights.optimizerState());
            steps(model, weights, constants, 5, 9);
            steps(other, copy, constants, 5, 9);

            // Then
            assertThat(copy.parameters()).isEqualTo(weights.parameters());
            assertThat(copy.optimizerState()).isEqualTo(weights.optimizerState());
        }
    }

    @Test
    void shouldRememberNothingBeforeTheFirstUpdate() {
        try (LanguageModel model = TinyModels.of(TinyModels.plain())) {
            LoraAdapter adapter = LoraAdapter.create(model, LoraConfig.of(4, 8), 1);

            assertThat(adapter.optimizerBytes()).isZero();
            assertThat(adapter.optimizerState()).containsOnlyKeys("step");
        }
    }

    private static final int STEPS = 60;

    private record Run(List<Double> losses, long bytes) {}

    private static Run train(AdamW constants) {
        try (LanguageModel model = TinyModels.of(WIDE)) {
            Trainable weights = model.trainWeights();
            List<Double> losses = steps(model, weights, constants, 0, STEPS);
            return new Run(losses, weights.optimizerBytes());
        }
    }

    private static List<Double> steps(LanguageModel model, Trainable weights, AdamW constants, int from, int to) {
        List<Double> losses = new ArrayList<>();
        for (int step = from; step < to; step++) {
            var batch = TinyModels.batch(step % 4, 40, 25);
            weights.zeroGradients();
            losses.add(model.forwardBackward(batch, 1.0 / batch.scored()) / batch.scored());
            weights.step(RATE, constants);
        }
        return losses;
    }
}

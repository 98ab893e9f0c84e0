package dev.millrace.lm.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.lm.format.HostTensor;
import dev.millrace.lm.format.LoraConfig;
import dev.millrace.lm.text.TokenBatch;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.assertj.core.data.Offset;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoraDropoutIT {

    private static final LoraConfig HALF = new LoraConfig(4, 8, 0.5, LoraConfig.ALL_LINEAR, false);
    private static final TokenBatch BATCH = TinyModels.batch(8, 20, 20, 33);

    private final LanguageModel model = TinyModels.of(TinyModels.plain());

    @AfterEach
    void close() {
        model.close();
    }

    @Test
    void shouldDropInTrainingOnly() {
        // Given
        LoraAdapter adapter = adapter(1, 0, Map.of());
        double scored = model.score(BATCH).totalNats();

        // When
        double trained = model.forwardBackward(BATCH, 1);

        // Then
        assertThat(Math.abs(trained - scored)).isGreaterThan(1e-3);
        assertThat(model.score(BATCH).totalNats()).isEqualTo(scored);
        assertThat(adapter.gradientNorm()).isPositive();
    }

    @Test
    void shouldDrawOtherMasksInEachPassAndTheSameInEachRun() {
        // Given
        adapter(1, 0, Map.of());
        double first = model.forwardBackward(BATCH, 1);
        double second = model.forwardBackward(BATCH, 1);

        // When
        adapter(1, 0, Map.of());

        // Then
        assertThat(model.forwardBackward(BATCH, 1)).isEqualTo(first);
        assertThat(second).isNotEqualTo(first);
        assertThat(model.forwardBackward(BATCH, 1)).isEqualTo(second);
    }

    @Test
    void shouldDrawOtherMasksWithAnotherSeed() {
        // Given
        Map<String, HostTensor> same = adapter(1, 0, Map.of()).parameters();
        double loss = model.forwardBackward(BATCH, 1);

        // When
        adapter(2, 0, Map.of()).setParameters(same);

        // Then
        assertThat(model.forwardBackward(BATCH, 1)).isNotEqualTo(loss);
    }

    @Test
    void shouldGiveTheGradientOfWhatItComputed() {
        // Given
        LoraAdapter adapter = adapter(1, 0, Map.of());
        model.forwardBackward(BATCH, 1);
        Map<String, HostTensor> gradients = adapter.gradients();
        double norm = adapter.gradientNorm();
        double step = 4e-3 / norm;

        // When
        adapter(1, step, gradients);
        double above = model.forwardBackward(BATCH, 1);
        adapter(1, -step, gradients);
        double below = model.forwardBackward(BATCH, 1);

        // Then
        assertThat((above - below) / (2 * step * norm)).isCloseTo(norm, Percentage.withPercentage(1));
    }

    @Test
    void shouldGoOnWithTheSameMasksAfterAResume() {
        // Given
        LoraAdapter undisturbed = adapter(1, 0, Map.of());
        AdamW constants = new AdamW(0.9, 0.999, 1e-8, 0);
        model.forwardBackward(BATCH, 1);
        undisturbed.step(1e-3, constants);
        Map<String, HostTensor> parameters = undisturbed.parameters();
        Map<String, HostTensor> state = undisturbed.optimizerState();
        double expected = model.forwardBackward(BATCH, 1);

        // When
        LoraAdapter resumed = adapter(1, 0, Map.of());
        resumed.setParameters(parameters);
        resumed.setOptimizerState(state);

        // Then
        assertThat(model.forwardBackward(BATCH, 1)).isCloseTo(expected, Offset.offset(1e-9));
    }

    /** An adapter with B away from zero, moved by a multiple of the given tensors, at work. */
    private LoraAdapter adapter(long seed, double multiple, Map<String, HostTensor> direction) {
        LoraAdapter adapter = LoraAdapter.create(model, HALF, seed);
        Random random = new Random(5);
        Map<String, HostTensor> moved = new HashMap<>();
        adapter.parameters().forEach((name, tensor) -> {
            float[] values = new float[tensor.values().length];
            HostTensor along = direction.get(name);
            for (int i = 0; i < values.length; i++) {
                double step = along == null ? 0 : multiple * along.values()[i];
                values[i] = (float) (0.1 * random.nextGaussian() + step);
            }
            moved.put(name, new HostTensor(tensor.shape(), values));
        });
        adapter.setParameters(moved);
        model.attach(adapter);
        return adapter;
    }
}

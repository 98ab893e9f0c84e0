package dev.millrace.lm.model;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.lm.format.HostTensor;
import dev.millrace.lm.format.ModelConfig;
import dev.millrace.lm.text.TokenBatch;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The written-out backward pass against differences of the loss, for every weight of every architecture. */
class WeightGradientsIT {

    private static final TokenBatch BATCH = TinyModels.batch(5, 7, 7, 12, 2);

    static Stream<Named<ModelConfig>> architectures() {
        return Stream.of(
                Named.of("tied", TinyModels.plain()),
                Named.of("biased, untied", TinyModels.biased()),
                Named.of("norms on heads", TinyModels.headNormed()),
                Named.of("sliding window", TinyModels.windowed()));
    }

    @ParameterizedTest
    @MethodSource("architectures")
    void shouldGiveTheSlopeAlongItselfForEveryWeight(ModelConfig config) {
        // Given
        try (LanguageModel model = TinyModels.of(config)) {
            Trainable weights = model.trainWeights();
            spread(weights);

            // When
            model.forwardBackward(BATCH, 1);
            Map<String, HostTensor> gradients = weights.gradients();

            // Then
            Map<String, HostTensor> start = weights.parameters();
            assertThat(gradients.keySet()).isEqualTo(start.keySet());
            gradients.forEach((name, gradient) -> {
                double norm = norm(gradient);
                assertThat(norm).as(name).isGreaterThan(1e-3);
                double slope = (lossAt(model, weights, start, name, gradient, 1)
                                - lossAt(model, weights, start, name, gradient, -1))
                        / (2 * stepAlong(norm) * norm);
                assertThat(slope).as(name).isCloseTo(norm, Percentage.withPercentage(1));
            });
        }
    }

    /** Moves the weights away from their small start, where many gradients almost vanish. */
    private static void spread(Trainable weights) {
        Map<String, HostTensor> larger = new HashMap<>(weights.parameters());
        larger.replaceAll((name, tensor) -> {
            float[] values = tensor.values().clone();
            for (int i = 0; i < values.length; i++) {
                values[i] = values[i] * 8 * (name.contains("norm") ? 0.125f : 1) + 0.05f * ((i * 7) % 5 - 2);
            }
            return new HostTensor(tensor.shape(), values);
        });
        weights.setParameters(larger);
    }

    private static double stepAlong(double norm) {
        return 4e-3 / norm;
    }

    private static double lossAt(
            LanguageModel model,
            Trainable weights,
            Map<String, HostTensor> start,
            String name,
            HostTensor direction,
            int sign) {
        float[] values = start.get(name).values().clone();
        double step = sign * stepAlong(norm(direction));
        for (int i = 0; i < values.length; i++) {
            values[i] += (float) (step * direction.values()[i]);
        }
        Map<String, HostTensor> moved = new HashMap<>(start);
        moved.put(name, new HostTensor(direction.shape(), values));
        weights.setParameters(moved);
        return model.score(BATCH).totalNats();
    }

    private static double norm(HostTensor tensor) {
        double sum = 0;
        for (float value : tensor.values()) {
            sum += (double) value * value;
        }
        return Math.sqrt(sum);
    }
}

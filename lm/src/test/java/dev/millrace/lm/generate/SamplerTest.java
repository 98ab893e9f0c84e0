package dev.millrace.lm.generate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class SamplerTest {

    /** Probabilities 0.5, 0.25, 0.125, 0.125 at temperature 1. */
    private static final float[] LOGITS = {
        (float) Math.log(0.125), (float) Math.log(0.5), (float) Math.log(0.125), (float) Math.log(0.25)
    };

    private static final int DRAWS = 20_000;

    @Test
    void shouldTakeTheLikeliestAtTemperatureZero() {
        assertThat(shares(0, 1, 0)).containsExactly(0, 1, 0, 0);
    }

    @Test
    void shouldDrawByProbability() {
        // When
        double[] shares = shares(1, 1, 0);

        // Then
        assertThat(shares[1]).isCloseTo(0.5, Offset.offset(0.02));
        assertThat(shares[3]).isCloseTo(0.25, Offset.offset(0.02));
        assertThat(shares[0]).isCloseTo(0.125, Offset.offset(0.02));
    }

    @Test
    void shouldSharpenWhenColder() {
        // Given probabilities squared and normalized: 16, 4, 1, 1 of 22
        assertThat(shares(0.5, 1, 0)[1]).isCloseTo(16.0 / 22, Offset.offset(0.02));
    }

    @Test
    void shouldKeepOnlyTheTopK() {
        // When
        double[] shares = shares(1, 1, 2);

        // Then
        assertThat(shares[0] + shares[2]).isZero();
        assertThat(shares[1]).isCloseTo(2.0 / 3, Offset.offset(0.02));
    }

    @Test
    void shouldKeepOnlyTheNucleus() {
        // When
        double[] shares = shares(1, 0.7, 0);

        // Then
        assertThat(shares[0] + shares[2]).isZero();
        assertThat(shares[1]).isCloseTo(2.0 / 3, Offset.offset(0.02));
    }

    @Test
    void shouldRefuseANegativeTemperature() {
        assertThatThrownBy(() -> options(-1, 1, 0)).hasMessageContaining("temperature -1.0");
    }

    private static double[] shares(double temperature, double topP, int topK) {
        Sampler sampler = new Sampler(options(temperature, topP, topK));
        double[] shares = new double[LOGITS.length];
        IntStream.range(0, DRAWS).forEach(i -> shares[sampler.choose(LOGITS)] += 1.0 / DRAWS);
        return IntStream.range(0, shares.length)
                .mapToDouble(i -> Math.round(shares[i] * 1e9) / 1e9)
                .toArray();
    }

    private static GenerationOptions options(double temperature, double topP, int topK) {
        return new GenerationOptions(1, temperature, topP, topK, 42, Set.of());
    }
}

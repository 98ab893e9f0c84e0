package dev.millrace.lm.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.lm.format.GoldenCases;
import dev.millrace.lm.format.ModelConfig;
import dev.millrace.lm.format.Safetensors;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class CheckpointTest {
    static Stream<String> families() {
        return GoldenCases.FAMILIES.stream();
    }

    @ParameterizedTest
    @MethodSource("families")
    void shouldExpectTheTensorsThatTransformersWroteForAFamily(String family) {
        // Given
        ModelConfig config = ModelConfig.read(GoldenCases.folder(family));

        // When
        CheckpointLayout layout = CheckpointLayout.of(config);

        // Then
        try (Safetensors stored = Safetensors.open(GoldenCases.folder(family))) {
            assertThat(layout.names()).containsExactlyInAnyOrderElementsOf(stored.names());
        }
        long weights = layout.names().stream()
                .mapToLong(
                        name -> Arrays.stream(layout.shape(name)).asLongStream().reduce(1, (a, b) -> a * b))
                .sum();
        assertThat(weights).isEqualTo(config.parameters());
    }
}

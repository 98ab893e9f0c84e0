package dev.millrace.lm.generate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.lm.model.LanguageModel;
import dev.millrace.lm.model.TinyModels;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class GeneratorIT {

    private static final int[] PROMPT = TinyModels.tokens(9, 7);

    private final LanguageModel model = TinyModels.of(TinyModels.plain());
    private final Generator generator = new Generator(model);

    @AfterEach
    void close() {
        model.close();
    }

    @Test
    void shouldTellOfEachTokenAsItComes() {
        // Given
        List<Integer> heard = new ArrayList<>();

        // When
        int[] tokens = generator.generate(PROMPT, GenerationOptions.greedy(12), heard::add);

        // Then
        assertThat(tokens)
                .hasSize(12)
                .containsExactly(heard.stream().mapToInt(i -> i).toArray());
    }

    @Test
    void shouldStopBeforeAStopToken() {
        // Given
        int[] all = sample(30, Set.of());
        int stop = all[10];

        // When
        int[] tokens = sample(30, Set.of(stop));

        // Then
        assertThat(tokens).doesNotContain(stop).hasSizeLessThanOrEqualTo(10);
        assertThat(all).startsWith(tokens);
    }

    @Test
    void shouldRepeatItselfWithTheSameSeed() {
        // When
        int[] tokens = sample(20, Set.of());

        // Then
        assertThat(sample(20, Set.of())).containsExactly(tokens);
    }

    private int[] sample(int count, Set<Integer> stops) {
        return generator.generate(PROMPT, new GenerationOptions(count, 1, 0.95, 40, 3, stops), token -> {});
    }
}

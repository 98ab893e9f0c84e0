package dev.millrace.lm.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SpansTest {

    private static final HeadLayout LAYOUT = new HeadLayout(4, 2, 16, 0);

    @Test
    void shouldJoinNeighboursOfOneLength() {
        // When
        Spans spans = Spans.of(new int[] {0, 5, 10, 12, 17}, 22, LAYOUT);

        // Then
        assertThat(spans.triples()).containsExactly(0, 2, 5, 10, 1, 2, 12, 2, 5);
    }

    @Test
    void shouldCutARunWhoseScoresWouldNotFitTheCache() {
        // Given
        int length = 256;
        int[] starts = IntStream.range(0, 64).map(i -> i * length).toArray();

        // When
        long[] triples = Spans.of(starts, 64 * length, LAYOUT).triples();

        // Then
        long documents = 0;
        for (int i = 0; i < triples.length; i += 3) {
            assertThat(triples[i]).isEqualTo(documents * length);
            assertThat(triples[i + 1] * length * Spans.BLOCK_ROWS * LAYOUT.heads())
                    .isLessThanOrEqualTo(1 << 20);
            documents += triples[i + 1];
        }
        assertThat(triples.length).isGreaterThan(3);
        assertThat(documents).isEqualTo(64);
    }
}

package dev.millrace.curation.similarity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.millrace.runtime.artifacts.Sha256;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MinHashTest {
    private static final String TEXT =
            "Where is my invoice? Open Account, then Orders, and choose the month that you need.";

    /** Signatures are kept in examples: other ones need another {@link MinHash#VERSION}. */
    @Test
    void shouldGiveThisSignatureWhenTheVersionIsTheSame() {
        int[] signature = MinHash.signature(ShingleSet.of(WordHashes.of(TEXT)));

        assertThat(MinHash.VERSION).isEqualTo(1);
        assertThat(Sha256.text(Arrays.toString(signature)))
                .isEqualTo("9e1b6db7d053bfa049d94feb9d3e6b8bb76e8fe35d97b6235bd7bb6ffab6b433");
    }

    @ParameterizedTest
    @ValueSource(ints = {50, 75, 90})
    void shouldAgreeAsOftenAsTheJaccardSaysWhenTwoSetsOverlap(int percent) {
        int words = 2000;
        int same = words * 2 * percent / (100 + percent);
        int equal = 0;
        int trials = 40;
        for (int trial = 0; trial < trials; trial++) {
            int[] one = signature(trial, 0, words);
            int[] other = signature(trial, words - same, words);
            equal += (int) IntStream.range(0, MinHash.SIZE)
                    .filter(i -> one[i] == other[i])
                    .count();
        }

        assertThat((double) equal / trials / MinHash.SIZE).isCloseTo(percent / 100.0, within(0.03));
    }

    private static int[] signature(int trial, int from, int words) {
        String text = IntStream.range(from, from + words)
                .mapToObj(i -> trial + "x" + i)
                .collect(Collectors.joining(" "));
        return MinHash.signature(ShingleSet.of(WordHashes.of(text)));
    }
}

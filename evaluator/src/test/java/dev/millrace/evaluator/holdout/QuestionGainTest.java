package dev.millrace.evaluator.holdout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import dev.millrace.evaluator.statistics.PairedDifference;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class QuestionGainTest {
    @Test
    void shouldTellAnAdapterThatIgnoresTheQuestionFromOneThatHeedsIt() {
        // Given
        List<PairedDifference> heeds = gains(5, 4);
        List<PairedDifference> ignores = gains(0, 4);

        // When
        QuestionGain gain = QuestionGain.of(ignores, heeds);

        // Then
        assertThat(gain.candidate().estimate()).isCloseTo(0, offset(1.2));
        assertThat(gain.opponent().low()).isGreaterThan(3);
        assertThat(gain.difference().isBelowZero()).isTrue();
        assertThat(gain.difference().estimate())
                .isCloseTo(gain.candidate().estimate() - gain.opponent().estimate(), offset(1e-9));
        assertThat(gain.ownPreferred()).isBetween(0.35, 0.65);
    }

    private static List<PairedDifference> gains(double mean, double spread) {
        Random random = new Random(7);
        List<PairedDifference> gains = new ArrayList<>();
        for (int i = 0; i < 120; i++) {
            gains.add(new PairedDifference("s_" + i, 1, mean + spread * random.nextGaussian()));
        }
        return gains;
    }
}

package dev.millrace.evaluator.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.evaluator.holdout.Holdout;
import dev.millrace.evaluator.holdout.HoldoutItem;
import dev.millrace.evaluator.holdout.Measurements;
import dev.millrace.evaluator.holdout.QuestionGain;
import dev.millrace.evaluator.statistics.Interval;
import dev.millrace.lm.text.Document;
import dev.millrace.schemas.event.CheckVerdict;
import dev.millrace.schemas.event.EvaluationCheck;
import dev.millrace.schemas.event.Verdict;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GateTest {
    private final Gate gate = new Gate(10, 4);

    @ParameterizedTest
    @CsvSource({
        // items, subjects, candidate, low, high, changes, verdict, failed check
        "10, 4,  1.8, -0.30, -0.10, true,  PROMOTED,              ",
        "10, 4,  1.8, -0.30,  0.00, true,  REFUSED,               loss-delta-upper-bound",
        "10, 4,  1.9, -0.30,  0.10, true,  REFUSED,               loss-delta-upper-bound",
        "10, 4,  2.5,  0.30,  0.70, true,  REFUSED,               loss-delta-upper-bound",
        " 9, 4,  1.8, -0.30, -0.10, true,  INSUFFICIENT_EVIDENCE, holdout-items",
        "10, 3,  1.8, -0.30, -0.10, true,  INSUFFICIENT_EVIDENCE, holdout-subjects",
        " 9, 4,  2.5,  0.30,  0.70, true,  INSUFFICIENT_EVIDENCE, holdout-items",
        "10, 4,  NaN,   NaN,   NaN, true,  REFUSED,               losses-are-finite",
        "10, 4,  Infinity, -0.3, -0.1, true, REFUSED,             losses-are-finite",
        "10, 4,  2.0,  0.00,  0.00, false, REFUSED,               changes-the-model",
        " 1, 1,  NaN,   NaN,   NaN, false, REFUSED,               losses-are-finite",
    })
    void shouldDecideByIntegrityThenEvidenceThenTheWholeInterval(
            int items,
            int subjects,
            double loss,
            double low,
            double high,
            boolean changes,
            Verdict verdict,
            String failed) {
        // Given
        Measurements measured = measured(
                items, subjects, loss, new Interval((low + high) / 2, low, high, 0.1, items, subjects), changes);

        // When
        Decision decision = gate.decide(measured);

        // Then
        assertThat(decision.verdict()).isEqualTo(verdict);
        assertThat(decision.checks().stream()
                        .filter(Check::failed)
                        .map(EvaluationCheck::getName)
                        .findFirst())
                .isEqualTo(Optional.ofNullable(failed));
    }

    @Test
    void shouldNameFiguresOfPromotionInAnyLocaleWhenSummarized() {
        Locale before = Locale.getDefault();
        try {
            // Given
            Locale.setDefault(Locale.GERMANY);

            // When
            Decision decision = gate.decide(measured(10, 4, 1.8, new Interval(-0.2, -0.3, -0.1, 0.05, 10, 4), true));

            // Then
            assertThat(decision.summary())
                    .isEqualTo("Promoted: candidate 1.8000, base 2.0000 nats per token;"
                            + " the difference is -0.2000 (95 % interval -0.3000 to -0.1000).");
            assertThat(decision.checks())
                    .extracting(EvaluationCheck::getDetail)
                    .anyMatch(detail -> detail.contains("95 % interval -0.3000 to -0.1000"));
        } finally {
            Locale.setDefault(before);
        }
    }

    @Test
    void shouldBeStaleWhenTheChampionIsNewer() {
        // When
        Decision decision = gate.stale(3, 5);

        // Then
        assertThat(decision.verdict()).isEqualTo(Verdict.STALE);
        assertThat(decision.summary()).contains("snapshot 3").contains("snapshot 5");
    }

    @Test
    void shouldRefuseWithTheReasonWhenDamaged() {
        // When
        Decision decision = gate.damaged("files-match-event", "the file x is missing");

        // Then
        assertThat(decision.verdict()).isEqualTo(Verdict.REFUSED);
        assertThat(decision.summary()).isEqualTo("Refused: the file x is missing.");
        assertThat(decision.checks()).singleElement().matches(Check::failed);
    }

    @Test
    void shouldNoteWhatTheQuestionIsWorthWithoutDecidingByIt() {
        // When
        Decision decision = gate.decide(measured(10, 4, 1.8, new Interval(-0.2, -0.3, -0.1, 0.05, 10, 4), true));

        // Then
        assertThat(decision.checks())
                .filteredOn(check -> check.getName().equals("question-gain"))
                .singleElement()
                .satisfies(check -> {
                    assertThat(check.getVerdict()).isEqualTo(CheckVerdict.NOTED);
                    assertThat(check.getValue()).isEqualTo(4.9);
                    assertThat(check.getDetail())
                            .contains("95 % interval 4.10 to 5.70; base 1.70, difference +1.00 to +5.40")
                            .contains("in 89 % of 128");
                });
    }

    private static Measurements measured(int items, int subjects, double loss, Interval delta, boolean changes) {
        List<HoldoutItem> holdout = IntStream.range(0, items)
                .mapToObj(i -> new HoldoutItem(
                        "id-" + i, "s_" + i % subjects, List.of(), new Document(new int[] {1, 2}, new int[] {2, -100})))
                .toList();
        return new Measurements(
                new Holdout(holdout, 0, 0, true),
                "bf16",
                2,
                OptionalDouble.empty(),
                loss,
                delta,
                delta,
                "nf4",
                1.9,
                Optional.of(new QuestionGain(
                        new Interval(4.9, 4.1, 5.7, 0.4, 128, 90),
                        new Interval(1.7, -0.8, 4.2, 1.2, 128, 90),
                        new Interval(3.2, 1, 5.4, 1.1, 128, 90),
                        0.89)),
                changes);
    }
}

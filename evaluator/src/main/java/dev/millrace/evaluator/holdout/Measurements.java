package dev.millrace.evaluator.holdout;

import dev.millrace.evaluator.statistics.Interval;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What the holdout told about a candidate. Losses in nats per scored token, on the precision that is served.
 *
 * @param toChampion candidate minus champion; minus base while there is no champion
 * @param toBase candidate minus base
 * @param otherPrecision the candidate's loss on the precision that is not served
 * @param questionGain what the question is worth; empty where no two questions can be swapped
 * @param changesAnything whether the candidate computes anything else than the base
 */
public record Measurements(
        Holdout holdout,
        String precision,
        double baseLoss,
        OptionalDouble championLoss,
        double candidateLoss,
        Interval toChampion,
        Interval toBase,
        String otherPrecisionName,
        double otherPrecision,
        Optional<QuestionGain> questionGain,
        boolean changesAnything) {

    /** Whether every loss is a number. */
    public boolean finite() {
        return Double.isFinite(baseLoss) && Double.isFinite(candidateLoss) && Double.isFinite(championLoss.orElse(0));
    }
}

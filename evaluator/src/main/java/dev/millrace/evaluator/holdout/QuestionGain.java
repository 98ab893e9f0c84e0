package dev.millrace.evaluator.holdout;

import dev.millrace.evaluator.statistics.ClusteredRatio;
import dev.millrace.evaluator.statistics.Interval;
import dev.millrace.evaluator.statistics.PairedDifference;
import java.util.ArrayList;
import java.util.List;

/**
 * How much likelier a customer's own question makes the agent's answer than another customer's question does, in nats per
 * answer. It tells what the loss hides: an adapter that learned the tone of the answers and not which answer belongs to
 * which question has a fine loss and a gain near zero. The mean over answers estimates what question and answer know of
 * each other under the model (pointwise mutual information with a sampled contrast).
 *
 * @param candidate the candidate's gain
 * @param opponent the champion's, or the base's while there is no champion
 * @param difference candidate minus opponent, paired
 * @param ownPreferred share of the answers that the candidate holds for likelier after their own question
 */
public record QuestionGain(Interval candidate, Interval opponent, Interval difference, double ownPreferred) {

    static QuestionGain of(List<PairedDifference> candidate, List<PairedDifference> opponent) {
        List<PairedDifference> differences = new ArrayList<>();
        for (int i = 0; i < candidate.size(); i++) {
            PairedDifference gain = candidate.get(i);
            differences.add(new PairedDifference(
                    gain.subject(), gain.tokens(), gain.nats() - opponent.get(i).nats()));
        }
        double preferred = candidate.stream().filter(gain -> gain.nats() > 0).count();
        return new QuestionGain(
                ClusteredRatio.of(candidate),
                ClusteredRatio.of(opponent),
                ClusteredRatio.of(differences),
                preferred / candidate.size());
    }
}

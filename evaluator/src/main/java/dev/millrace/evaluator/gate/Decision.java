package dev.millrace.evaluator.gate;

import dev.millrace.schemas.event.EvaluationCheck;
import dev.millrace.schemas.event.Verdict;
import java.util.List;
import java.util.stream.Stream;

/**
 * What the gate says.
 *
 * @param summary the decision in a sentence
 * @param checks everything that was looked at, in order
 */
public record Decision(Verdict verdict, String summary, List<EvaluationCheck> checks) {

    /** The same decision with checks that were made before it. */
    public Decision after(List<EvaluationCheck> earlier) {
        return new Decision(
                verdict,
                summary,
                Stream.concat(earlier.stream(), checks.stream()).toList());
    }
}

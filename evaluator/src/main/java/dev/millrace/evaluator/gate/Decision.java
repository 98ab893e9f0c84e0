package dev.millrace.evaluator.gate;

import dev.millrace.schemas.event.EvaluationCheck;
import dev.millrace.schemas.event.Verdict;
import java.util.List;

/**
 * What becomes of a candidate, and why.
 *
 * @param summary the decision in a sentence
 */
public record Decision(Verdict verdict, String summary, List<EvaluationCheck> checks) {}

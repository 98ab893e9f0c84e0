package dev.millrace.evaluator.gate;

import dev.millrace.evaluator.holdout.Measurements;
import dev.millrace.evaluator.holdout.QuestionGain;
import dev.millrace.evaluator.statistics.Interval;
import dev.millrace.schemas.event.EvaluationCheck;
import dev.millrace.schemas.event.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Promotes a candidate only if it is whole, the holdout is large enough to tell, and the whole 95 % interval of candidate
 * minus champion (minus base while there is none) lies below zero. Statistics, not a threshold on a mean.
 *
 * @param minItems fewest holdout items for a verdict
 * @param minSubjects fewest customers among them
 */
public record Gate(int minItems, int minSubjects) {

    /** A candidate that could not even be measured. */
    public Decision damaged(String check, String detail) {
        return new Decision(Verdict.REFUSED, "Refused: " + detail + ".", List.of(Check.of(check, false, detail)));
    }

    /** A holdout of which nothing is left to measure on. */
    public Decision nothingToMeasure(String detail) {
        return new Decision(
                Verdict.INSUFFICIENT_EVIDENCE,
                "Not decided: " + detail + ".",
                List.of(Check.of("holdout-items", 0, minItems, false, detail)));
    }

    /** A candidate that comes too late. */
    public Decision stale(long sequence, long championSequence) {
        String detail = "trained on snapshot %d, but the champion on snapshot %d".formatted(sequence, championSequence);
        return new Decision(
                Verdict.STALE,
                "Not judged: " + detail + ".",
                List.of(Check.of("newer-than-champion", (double) sequence, (double) championSequence, false, detail)));
    }

    /** The decision on what was measured. */
    public Decision decide(Measurements measured) {
        List<EvaluationCheck> integrity = integrity(measured);
        List<EvaluationCheck> evidence = evidence(measured);
        EvaluationCheck better = better(measured);
        List<EvaluationCheck> checks = new ArrayList<>(integrity);
        checks.addAll(evidence);
        checks.add(better);
        checks.addAll(notes(measured));
        Verdict verdict = verdict(integrity, evidence, better);
        return new Decision(verdict, summary(verdict, measured), List.copyOf(checks));
    }

    private static Verdict verdict(
            List<EvaluationCheck> integrity, List<EvaluationCheck> evidence, EvaluationCheck better) {
        if (integrity.stream().anyMatch(Check::failed)) {
            return Verdict.REFUSED;
        }
        if (evidence.stream().anyMatch(Check::failed)) {
            return Verdict.INSUFFICIENT_EVIDENCE;
        }
        return Check.failed(better) ? Verdict.REFUSED : Verdict.PROMOTED;
    }

    private static List<EvaluationCheck> integrity(Measurements measured) {
        return List.of(
                Check.of("losses-are-finite", measured.finite(), "every loss is a number"),
                Check.of("changes-the-model", measured.changesAnything(), "the adapter computes something of its own"));
    }

    private List<EvaluationCheck> evidence(Measurements measured) {
        int items = measured.holdout().items().size();
        long subjects = measured.holdout().subjects();
        String known = measured.holdout().subjectsKnown() ? "" : "; subjects: unknown, each conversation counts as one";
        return List.of(
                Check.of("holdout-items", items, minItems, items >= minItems, "items of the holdout that count"),
                Check.of(
                        "holdout-subjects",
                        (double) subjects,
                        minSubjects,
                        subjects >= minSubjects,
                        "customers among them" + known));
    }

    private static EvaluationCheck better(Measurements measured) {
        Interval delta = measured.toChampion();
        return Check.of(
                "loss-delta-upper-bound",
                delta.high(),
                0,
                delta.isBelowZero(),
                String.format(
                        Locale.ROOT,
                        "candidate minus %s: %+.4f nats per token, 95 %% interval %+.4f to %+.4f, paired, clustered by customer",
                        opponent(measured),
                        delta.estimate(),
                        delta.low(),
                        delta.high()));
    }

    private static List<EvaluationCheck> notes(Measurements measured) {
        List<EvaluationCheck> notes = new ArrayList<>();
        measured.questionGain().ifPresent(gain -> notes.add(questionGain(gain, opponent(measured))));
        notes.addAll(measuringNotes(measured));
        return notes;
    }

    private static EvaluationCheck questionGain(QuestionGain gain, String opponent) {
        return Check.noted(
                "question-gain",
                gain.candidate().estimate(),
                String.format(
                        Locale.ROOT,
                        "nats by which a customer's question makes its own answer likelier than another's question does"
                                + " (95 %% interval %.2f to %.2f; %s %.2f, difference %+.2f to %+.2f), own preferred in"
                                + " %.0f %% of %d",
                        gain.candidate().low(),
                        gain.candidate().high(),
                        opponent,
                        gain.opponent().estimate(),
                        gain.difference().low(),
                        gain.difference().high(),
                        100 * gain.ownPreferred(),
                        gain.candidate().items()));
    }

    private static List<EvaluationCheck> measuringNotes(Measurements measured) {
        return List.of(
                Check.noted(
                        "loss-on-" + measured.otherPrecisionName(),
                        measured.otherPrecision(),
                        "the candidate's loss on the precision that is not served"),
                Check.noted(
                        "holdout-excluded",
                        measured.holdout().excluded(),
                        "items left out because a compared adapter was trained on the same words"),
                Check.noted(
                        "holdout-unusable",
                        measured.holdout().unusable(),
                        "items that are too long or that the chat template refuses"));
    }

    private String summary(Verdict verdict, Measurements measured) {
        Interval delta = measured.toChampion();
        String figures = String.format(
                Locale.ROOT,
                "candidate %.4f, %s %.4f nats per token; the difference is %+.4f (95 %% interval %+.4f to %+.4f)",
                measured.candidateLoss(),
                opponent(measured),
                measured.championLoss().orElse(measured.baseLoss()),
                delta.estimate(),
                delta.low(),
                delta.high());
        return switch (verdict) {
            case PROMOTED -> "Promoted: " + figures + ".";
            case INSUFFICIENT_EVIDENCE ->
                "Not decided: the holdout has %d items of %d customers, expected at least %d and %d; %s."
                        .formatted(
                                measured.holdout().items().size(),
                                measured.holdout().subjects(),
                                minItems,
                                minSubjects,
                                figures);
            default -> "Refused: " + figures + ".";
        };
    }

    private static String opponent(Measurements measured) {
        return measured.championLoss().isPresent() ? "champion" : "base";
    }
}

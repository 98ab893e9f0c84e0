package dev.millrace.evaluator.gate;

import dev.millrace.schemas.event.CheckVerdict;
import dev.millrace.schemas.event.EvaluationCheck;
import org.jspecify.annotations.Nullable;

/** Makes the checks of a report. */
public final class Check {

    private Check() {}

    public static EvaluationCheck of(String name, boolean passed, String detail) {
        return check(name, null, null, passed ? CheckVerdict.PASSED : CheckVerdict.FAILED, detail);
    }

    static EvaluationCheck of(String name, double value, double threshold, boolean passed, String detail) {
        return check(name, value, threshold, passed ? CheckVerdict.PASSED : CheckVerdict.FAILED, detail);
    }

    static EvaluationCheck noted(String name, double value, String detail) {
        return check(name, value, null, CheckVerdict.NOTED, detail);
    }

    public static boolean failed(EvaluationCheck check) {
        return check.getVerdict() == CheckVerdict.FAILED;
    }

    private static EvaluationCheck check(
            String name, @Nullable Double value, @Nullable Double threshold, CheckVerdict verdict, String detail) {
        return EvaluationCheck.newBuilder()
                .setName(name)
                .setValue(value)
                .setThreshold(threshold)
                .setVerdict(verdict)
                .setDetail(detail)
                .build();
    }
}

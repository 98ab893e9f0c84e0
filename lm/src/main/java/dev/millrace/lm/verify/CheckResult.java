package dev.millrace.lm.verify;

import java.util.Locale;

/**
 * One comparison with the reference.
 *
 * @param name family and quantity
 * @param error the largest found
 * @param tolerance the most allowed
 * @param detail where the largest error is, or why there is none
 */
public record CheckResult(String name, double error, double tolerance, String detail) {
    /** A check that could not be made at all. */
    static CheckResult failed(String name, Exception cause) {
        String reason = cause.getMessage() == null ? cause.toString() : cause.getMessage();
        return new CheckResult(name, Double.POSITIVE_INFINITY, 0, reason);
    }

    static CheckResult equal(String name, boolean equal, String detail) {
        return new CheckResult(name, equal ? 0 : 1, 0, detail);
    }

    public boolean passed() {
        return error <= tolerance;
    }

    @Override
    public String toString() {
        return String.format(
                        Locale.ROOT,
                        "%s  %-34s error %9.2e  tolerance %7.0e  %s",
                        passed() ? "ok    " : "FAILED",
                        name,
                        error,
                        tolerance,
                        detail)
                .stripTrailing();
    }
}

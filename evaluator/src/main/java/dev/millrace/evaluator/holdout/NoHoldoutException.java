package dev.millrace.evaluator.holdout;

/** A snapshot's holdout has no item left to measure on. */
public final class NoHoldoutException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    NoHoldoutException(String message) {
        super(message);
    }
}

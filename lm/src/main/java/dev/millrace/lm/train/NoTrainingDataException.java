package dev.millrace.lm.train;

/** There is not one example to train on. */
public final class NoTrainingDataException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    NoTrainingDataException(String message) {
        super(message);
    }
}

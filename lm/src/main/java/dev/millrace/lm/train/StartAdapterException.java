package dev.millrace.lm.train;

/** The adapter to go on from has another shape than the recipe's. */
public final class StartAdapterException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    StartAdapterException(String message) {
        super(message);
    }
}

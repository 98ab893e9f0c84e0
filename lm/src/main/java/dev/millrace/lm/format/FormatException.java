package dev.millrace.lm.format;

/** A file that cannot be what it should be; the message names file, place, what was found and what was expected. */
public final class FormatException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public FormatException(String message) {
        super(message);
    }

    public FormatException(String message, Throwable cause) {
        super(message, cause);
    }
}

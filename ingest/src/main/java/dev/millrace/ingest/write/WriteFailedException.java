package dev.millrace.ingest.write;

/** Kafka did not take the records; none of them is visible to readers, and writing them again is safe. */
public final class WriteFailedException extends Exception {
    private static final long serialVersionUID = 1L;

    public WriteFailedException(String message) {
        super(message);
    }

    public WriteFailedException(String message, Throwable cause) {
        super(message, cause);
    }
}

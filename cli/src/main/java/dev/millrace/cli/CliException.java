package dev.millrace.cli;

/** What ends a command: its message is the one line that the user reads, its code the exit code. */
public final class CliException extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final ExitCode code;

    public CliException(ExitCode code, String message) {
        super(message);
        this.code = code;
    }

    public CliException(ExitCode code, String message, Throwable cause) {
        super(message, cause);
        this.code = code;
    }

    public ExitCode code() {
        return code;
    }
}

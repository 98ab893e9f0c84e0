package dev.millrace.runtime;

import org.jspecify.annotations.Nullable;

/**
 * A failure that its message explains to the user: what was found, what was expected, what to do. Shown without a
 * stack trace; the process ends with the exit code.
 */
public class UserError extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final ExitCode exitCode;

    public UserError(ExitCode exitCode, String message) {
        this(exitCode, message, null);
    }

    public UserError(ExitCode exitCode, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.exitCode = exitCode;
    }

    public ExitCode exitCode() {
        return exitCode;
    }
}

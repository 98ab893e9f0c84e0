package dev.millrace.runtime;

/** What a Millrace process tells the shell. */
public enum ExitCode {
    OK(0, "everything that was asked for happened"),
    FAILED(1, "a failure that the message or the log explains"),
    USAGE(2, "the command line is not understood"),
    CONFIG(3, "the configuration has an unknown key or a value out of range"),
    ENVIRONMENT(4, "this machine lacks something: a port, a directory, a library, a newer Java"),
    UNREACHABLE(5, "the broker, the registry or the platform does not answer"),
    BAD_INPUT(6, "the input has more errors than allowed, or a file is damaged"),
    NOT_FOUND(7, "there is nothing of that name"),
    INTERRUPTED(130, "stopped by Ctrl-C");

    private final int code;
    private final String meaning;

    ExitCode(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    /** The number that the shell sees. */
    public int code() {
        return code;
    }

    /** For the documentation and {@code --help}. */
    public String meaning() {
        return meaning;
    }
}

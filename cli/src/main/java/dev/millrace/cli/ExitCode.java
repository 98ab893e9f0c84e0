package dev.millrace.cli;

import java.util.Arrays;
import java.util.stream.Collectors;

/** Every exit code of the command, with what it means; {@code --help} prints them. */
public enum ExitCode {
    OK(0, "all of it happened"),
    FAILED(1, "the command ran, and what it was to bring about did not happen"),
    USAGE(2, "the command line is wrong"),
    CONFIG(3, "the configuration is refused"),
    MACHINE(4, "this machine lacks something: a port, a directory, memory, a JDK, a native library"),
    NO_PLATFORM(5, "no platform answers at the directory or address"),
    NOT_FOUND(6, "no such snapshot, job, adapter, topic or file"),
    TOO_MANY_BAD(7, "more bad lines than --max-bad allows"),
    INTERRUPTED(130, "stopped by Ctrl-C");

    private final int code;
    private final String meaning;

    ExitCode(int code, String meaning) {
        this.code = code;
        this.meaning = meaning;
    }

    public int code() {
        return code;
    }

    /** One line for each code, as the help's footer shows them. */
    public static String[] footer() {
        String lines = Arrays.stream(values())
                .map(exit -> "  %3d  %s".formatted(exit.code, exit.meaning))
                .collect(Collectors.joining("\n"));
        return ("\nExit codes:\n" + lines).split("\n");
    }
}

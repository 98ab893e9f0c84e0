package dev.millrace.cli.command;

import dev.millrace.runtime.ExitCode;
import dev.millrace.runtime.UserError;
import picocli.CommandLine.Option;

/** {@code --max-bad}: how many lines of a file may be unusable. */
final class MaxBadOption {

    @Option(
            names = "--max-bad",
            paramLabel = "SHARE",
            description = "Largest share of bad lines; default: ${DEFAULT-VALUE}.",
            defaultValue = "0.01")
    private double share = 0.01;

    double share() {
        return share;
    }

    /** Fails where there are more. */
    void check(long bad, long lines) {
        if (bad > share * lines) {
            throw new UserError(
                    ExitCode.BAD_INPUT,
                    "%d of %d lines are bad; expected at most %s %%; mend them or raise --max-bad"
                            .formatted(bad, lines, share * 100));
        }
    }
}

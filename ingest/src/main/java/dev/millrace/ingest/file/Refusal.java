package dev.millrace.ingest.file;

import dev.millrace.runtime.ExitCode;
import dev.millrace.runtime.UserError;

/** The ways in which an import ends early. */
final class Refusal {

    private Refusal() {}

    /** The command or its mapping asks for something that is not there. */
    static UserError usage(String message) {
        return new UserError(ExitCode.USAGE, message);
    }

    /** The file cannot be read to its end. */
    static UserError badInput(String message, Throwable cause) {
        return new UserError(ExitCode.BAD_INPUT, message, cause);
    }

    /** Kafka or the registry does not answer. */
    static UserError unreachable(String message, Throwable cause) {
        return new UserError(ExitCode.UNREACHABLE, message, cause);
    }
}

package dev.millrace.cli;

import dev.millrace.cli.terminal.Style;
import dev.millrace.cli.terminal.Terminal;
import dev.millrace.embedded.EmbeddedException;
import dev.millrace.lm.format.FormatException;
import dev.millrace.lm.torch.EngineUnavailableException;
import dev.millrace.runtime.ExitCode;
import dev.millrace.runtime.UserError;
import java.util.Optional;
import org.apache.kafka.common.errors.TimeoutException;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Turns what a command throws into one line and an exit code; a stack is logged only for what nobody foresaw. */
final class Failures implements IExecutionExceptionHandler {
    private final Terminal terminal;

    Failures(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine line, ParseResult result) {
        String prefix = terminal.styled("millrace: ", Style.RED);
        Optional<ExitCode> foreseen = codeOf(failure);
        if (foreseen.isPresent()) {
            terminal.note(prefix + failure.getMessage());
            return foreseen.get().code();
        }
        if (isUnreachable(failure)) {
            terminal.note(prefix + "the broker does not answer: " + failure.getMessage());
            return ExitCode.UNREACHABLE.code();
        }
        terminal.note(prefix + "unexpected failure: " + failure);
        LoggerFactory.getLogger(Millrace.class).error("unexpected failure", failure);
        return ExitCode.FAILED.code();
    }

    /** Failures whose message was written for the user. */
    private static Optional<ExitCode> codeOf(Exception failure) {
        if (failure instanceof UserError known) {
            return Optional.of(known.exitCode());
        }
        if (failure instanceof EmbeddedException || failure instanceof EngineUnavailableException) {
            return Optional.of(ExitCode.ENVIRONMENT);
        }
        return failure instanceof FormatException ? Optional.of(ExitCode.BAD_INPUT) : Optional.empty();
    }

    private static boolean isUnreachable(Throwable failure) {
        Throwable cause = failure;
        while (cause != null && !(cause instanceof TimeoutException)) {
            cause = cause.getCause();
        }
        return cause != null;
    }
}

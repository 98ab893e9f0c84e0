package dev.millrace.cli;

import dev.millrace.cli.terminal.Style;
import dev.millrace.cli.terminal.Terminal;
import dev.millrace.embedded.EmbeddedException;
import dev.millrace.runtime.ExitCode;
import dev.millrace.runtime.UserError;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Turns what a command throws into one line and an exit code; a stack is shown only for what nobody foresaw. */
final class Failures implements IExecutionExceptionHandler {
    private final Terminal terminal;

    Failures(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine line, ParseResult result) {
        String prefix = terminal.styled("millrace: ", Style.RED);
        if (failure instanceof UserError known) {
            terminal.note(prefix + known.getMessage());
            return known.exitCode().code();
        }
        if (failure instanceof EmbeddedException known) {
            terminal.note(prefix + known.getMessage());
            return ExitCode.ENVIRONMENT.code();
        }
        terminal.note(prefix + "unexpected failure: " + failure);
        LoggerFactory.getLogger(Millrace.class).error("unexpected failure", failure);
        return ExitCode.FAILED.code();
    }
}

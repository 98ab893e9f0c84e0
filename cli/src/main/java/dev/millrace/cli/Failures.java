package dev.millrace.cli;

import dev.millrace.cli.terminal.Style;
import dev.millrace.cli.terminal.Terminal;
import dev.millrace.embedded.EmbeddedException;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Turns what a command throws into one line and an exit code; the stack goes to the log. */
final class Failures implements IExecutionExceptionHandler {
    private final Terminal terminal;

    Failures(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine line, ParseResult result) {
        LoggerFactory.getLogger(Millrace.class).debug("the command failed", failure);
        terminal.note(terminal.styled("millrace: ", Style.RED) + message(failure));
        return codeOf(failure).code();
    }

    private static String message(Exception failure) {
        boolean speaks = failure instanceof CliException || failure instanceof EmbeddedException;
        String message = failure.getMessage();
        return speaks && message != null ? message : failure.toString();
    }

    private static ExitCode codeOf(Exception failure) {
        if (failure instanceof CliException known) {
            return known.code();
        }
        return failure instanceof EmbeddedException ? ExitCode.MACHINE : ExitCode.FAILED;
    }
}

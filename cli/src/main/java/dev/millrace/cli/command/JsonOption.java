package dev.millrace.cli.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.cli.terminal.Terminal;
import picocli.CommandLine.Option;

/** {@code --json}: the result as JSON on standard output, for scripts. */
final class JsonOption {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Option(names = "--json", description = "Print the result as JSON.")
    private boolean json;

    boolean chosen() {
        return json;
    }

    /** Prints the value as one line. */
    static void print(Terminal terminal, Object value) {
        try {
            terminal.println(JSON.writeValueAsString(value));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a result cannot be written as JSON: " + e.getMessage(), e);
        }
    }
}

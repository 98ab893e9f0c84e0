package dev.millrace.cli.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.cli.terminal.Terminal;
import java.util.Collection;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
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

    /** An event with the names of its schema. */
    static JsonNode tree(SpecificRecord event) {
        try {
            return JSON.readTree(event.toString());
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("an event cannot be written as JSON: " + e.getMessage(), e);
        }
    }

    static List<JsonNode> trees(Collection<? extends SpecificRecord> events) {
        return events.stream().map(JsonOption::tree).toList();
    }

    /** Prints an event over several lines. */
    static void printPretty(Terminal terminal, SpecificRecord event) {
        terminal.println(tree(event).toPrettyString());
    }
}

package dev.millrace.cli.command;

import dev.millrace.cli.inspect.Inspection;
import dev.millrace.cli.inspect.Inspector;
import dev.millrace.cli.terminal.Figures;
import dev.millrace.cli.terminal.Style;
import dev.millrace.cli.terminal.Table;
import dev.millrace.cli.terminal.Terminal;
import dev.millrace.runtime.ExitCode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code millrace info}: what a file or folder is. */
@Command(
        name = "info",
        description = "Says what a path holds: a model folder, an adapter, a GGUF or safetensors file, a snapshot.")
public final class InfoCommand implements Callable<Integer> {
    private static final String INDENT = "  ";

    private final Terminal terminal;

    @Parameters(paramLabel = "PATH", description = "File or folder.")
    private Path path = Path.of("");

    @Option(names = "--tensors", description = "List every tensor too.")
    private boolean tensors;

    @Mixin
    private final JsonOption json = new JsonOption();

    public InfoCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        Inspection all = Inspector.inspect(path);
        Inspection found = tensors ? all : new Inspection(all.kind(), all.facts(), List.of());
        if (json.chosen()) {
            JsonOption.print(terminal, found);
        } else {
            print(found);
        }
        return ExitCode.OK.code();
    }

    private void print(Inspection found) {
        terminal.println(terminal.styled(found.kind(), Style.BOLD) + " " + path);
        int width =
                found.facts().keySet().stream().mapToInt(String::length).max().orElse(0);
        found.facts()
                .forEach((fact, value) ->
                        terminal.println(INDENT + fact + " ".repeat(width - fact.length()) + INDENT + shown(value)));
        if (!found.tensors().isEmpty()) {
            Table table = new Table("tensor", "type", "shape", "size");
            found.tensors()
                    .forEach(tensor -> table.row(
                            tensor.name(),
                            tensor.type(),
                            Arrays.toString(tensor.shape()),
                            Figures.bytes(tensor.bytes())));
            table.print(terminal, "no tensors");
        }
    }

    private static String shown(Object value) {
        return value instanceof Long number ? Figures.count(number) : value.toString();
    }
}

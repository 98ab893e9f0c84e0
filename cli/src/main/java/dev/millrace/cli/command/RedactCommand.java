package dev.millrace.cli.command;

import dev.millrace.cli.curate.FileRedaction;
import dev.millrace.cli.terminal.Terminal;
import dev.millrace.runtime.ExitCode;
import dev.millrace.runtime.UserError;
import dev.millrace.runtime.config.MillraceConfig;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code millrace redact}: personal data in texts becomes placeholders, without a platform. */
@Command(
        name = "redact",
        description = {
            "Replaces personal data and secrets in the field 'text' of each line of a file; needs no running platform.",
            "Prints the lines with the redacted text and 'spans': type, start and end in the text as it was, in code points.",
        })
public final class RedactCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "FILE", description = "JSON objects with a 'text', one a line; plain, .gz or .zst.")
    private Path file = Path.of("");

    @Option(
            names = "--domain",
            paramLabel = "D",
            description =
                    "Body of knowledge whose policy counts; default: that of domains without a policy of their own.")
    private String domain = "";

    @Option(
            names = "--config",
            paramLabel = "FILE",
            description = "Configuration with the policy; default: what Millrace comes with.")
    private @Nullable Path config;

    public RedactCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (!Files.isReadable(file)) {
            throw new UserError(ExitCode.NOT_FOUND, file + " cannot be read; is it there?");
        }
        MillraceConfig settings = MillraceConfig.load(Optional.ofNullable(config), System.getenv(), Map.of());
        FileRedaction.Summary summary = new FileRedaction(
                        settings.domain(domain).policy())
                .run(file, terminal.out(), (line, problem) -> terminal.err().println("line " + line + " " + problem));
        terminal.err()
                .println("%d lines, %d bad; replaced: %s"
                        .formatted(
                                summary.rows(),
                                summary.bad(),
                                summary.replaced().entrySet().stream()
                                        .map(entry -> entry.getKey() + " " + entry.getValue())
                                        .collect(Collectors.joining(", "))));
        return (summary.bad() == 0 ? ExitCode.OK : ExitCode.BAD_INPUT).code();
    }
}

package dev.millrace.cli.command;

import dev.millrace.cli.redact.FileRedaction;
import dev.millrace.cli.redact.RedactionSummary;
import dev.millrace.cli.terminal.Figures;
import dev.millrace.cli.terminal.StandardOutput;
import dev.millrace.cli.terminal.Terminal;
import dev.millrace.curation.rules.Policy;
import dev.millrace.lm.format.AtomicFiles;
import dev.millrace.runtime.ExitCode;
import dev.millrace.runtime.UserError;
import dev.millrace.runtime.config.MillraceConfig;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.channels.Channels;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code millrace redact}: what the redaction of a policy makes of the texts of a file, without a platform. */
@Command(
        name = "redact",
        description = {
            "Replaces personal data and secrets in a file of texts by placeholders; needs no running platform.",
            "Reads JSON lines with 'text', writes JSON lines with line, text and spans (type, start, end); start and end count"
                    + " Unicode code points of the text as it was. Bad lines are told on standard error.",
        })
public final class RedactCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "FILE", description = "JSONL, plain, .gz or .zst; each line is a conversation of its own.")
    private Path file = Path.of("");

    @Option(
            names = "--domain",
            paramLabel = "D",
            description = "Domain whose policy says what is replaced; default: the policy of new domains.")
    private @Nullable String domain;

    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Option(
            names = "--out",
            paramLabel = "FILE",
            description = "File to make; it must not be there yet; default: standard output.")
    private @Nullable Path out;

    @Mixin
    private final MaxBadOption maxBad = new MaxBadOption();

    public RedactCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        MillraceConfig settings = config.settings();
        Policy policy = Policy.of((domain == null ? settings.domainDefaults() : settings.domain(domain)).policy());
        FileRedaction redaction = new FileRedaction(policy, terminal::note);
        RedactionSummary summary = out == null ? toStandardOutput(redaction) : toFile(redaction, out);
        terminal.note("%s lines, %s bad, %s spans"
                .formatted(
                        Figures.count(summary.lines()), Figures.count(summary.bad()), Figures.count(summary.spans())));
        maxBad.check(summary.bad(), summary.lines());
        return ExitCode.OK.code();
    }

    private RedactionSummary toStandardOutput(FileRedaction redaction) throws IOException {
        try (Writer writer = new BufferedWriter(new StandardOutput(terminal))) {
            return redaction.run(file, writer);
        }
    }

    private RedactionSummary toFile(FileRedaction redaction, Path target) {
        if (Files.exists(target)) {
            throw new UserError(ExitCode.USAGE, target + " exists already; name something new with --out");
        }
        RedactionSummary[] summary = new RedactionSummary[1];
        AtomicFiles.writeFile(target.toAbsolutePath().normalize(), channel -> {
            Writer writer = new BufferedWriter(
                    new OutputStreamWriter(Channels.newOutputStream(channel), StandardCharsets.UTF_8));
            summary[0] = redaction.run(file, writer);
            writer.flush();
        });
        return summary[0];
    }
}

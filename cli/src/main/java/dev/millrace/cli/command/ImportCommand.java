package dev.millrace.cli.command;

import dev.millrace.cli.platform.PlatformAccess;
import dev.millrace.cli.terminal.Bar;
import dev.millrace.cli.terminal.Figures;
import dev.millrace.cli.terminal.LiveDisplay;
import dev.millrace.cli.terminal.StageState;
import dev.millrace.cli.terminal.Terminal;
import dev.millrace.ingest.file.FileImport;
import dev.millrace.ingest.file.ImportOptions;
import dev.millrace.ingest.file.ImportProgress;
import dev.millrace.runtime.ExitCode;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code millrace import}: a file becomes events on the running platform. */
@Command(
        name = "import",
        description = "Turns a file of tickets or chats into events; importing it again adds nothing.")
public final class ImportCommand implements Callable<Integer> {
    private static final String STAGE = "import";
    private static final int BAR = 24;

    private final Terminal terminal;

    @Mixin
    private final ConversationFileOption file = new ConversationFileOption();

    @Mixin
    private final MaxBadOption maxBad = new MaxBadOption();

    @Option(
            names = "--report",
            paramLabel = "FILE",
            description = "Where bad lines are listed; default: beside the platform's logs.")
    private @Nullable Path report;

    @Mixin
    private final PlatformAccess platform = new PlatformAccess();

    @Mixin
    private final JsonOption json = new JsonOption();

    public ImportCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Path badLines = report == null ? platform.directory().logs().resolve("import-bad-lines.jsonl") : report;
        ImportOptions options = new ImportOptions(
                file.file(), file.kind(), file.origin(), file.format(), file.mapping(), maxBad.share(), badLines);
        LiveDisplay display = new LiveDisplay(terminal, List.of(STAGE));
        ImportProgress done = FileImport.run(
                platform.context(),
                options,
                progress -> display.show(STAGE, StageState.RUNNING, bar(progress) + figures(progress)));
        display.show(STAGE, StageState.DONE, figures(done));
        display.finish();
        if (json.chosen()) {
            JsonOption.print(terminal, done);
        } else if (done.bad() > 0) {
            terminal.println("%d bad lines are listed in %s".formatted(done.bad(), badLines));
        }
        return ExitCode.OK.code();
    }

    private String bar(ImportProgress progress) {
        double share = progress.totalBytes() == 0 ? 1 : (double) progress.bytes() / progress.totalBytes();
        return Bar.of(terminal, share, BAR) + " ";
    }

    private static String figures(ImportProgress progress) {
        return "%s rows, %s conversations, %s events, %s suppressed, %s bad"
                .formatted(
                        Figures.count(progress.rows()),
                        Figures.count(progress.conversations()),
                        Figures.count(progress.events()),
                        Figures.count(progress.suppressed()),
                        Figures.count(progress.bad()));
    }
}

package dev.millrace.cli.command;

import dev.millrace.cli.platform.PlatformAccess;
import dev.millrace.cli.terminal.Bar;
import dev.millrace.cli.terminal.Figures;
import dev.millrace.cli.terminal.LiveDisplay;
import dev.millrace.cli.terminal.StageState;
import dev.millrace.cli.terminal.Terminal;
import dev.millrace.ingest.event.EventKind;
import dev.millrace.ingest.event.Origin;
import dev.millrace.ingest.file.ColumnMapping;
import dev.millrace.ingest.file.FileFormat;
import dev.millrace.ingest.file.FileImport;
import dev.millrace.ingest.file.ImportOptions;
import dev.millrace.ingest.file.ImportProgress;
import dev.millrace.runtime.ExitCode;
import dev.millrace.runtime.UserError;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code millrace import}: a file becomes events on the running platform. */
@Command(
        name = "import",
        description = "Turns a file of tickets or chats into events; importing it again adds nothing.")
public final class ImportCommand implements Callable<Integer> {
    private static final String STAGE = "import";
    private static final int BAR = 24;

    private final Terminal terminal;

    /** What the file holds. */
    enum What {
        TICKETS,
        CHATS
    }

    @Parameters(index = "0", paramLabel = "tickets|chats", description = "What the file holds.")
    private What what = What.TICKETS;

    @Parameters(index = "1", paramLabel = "FILE", description = "CSV or JSONL, plain, .gz or .zst.")
    private Path file = Path.of("");

    @Option(
            names = "--domain",
            paramLabel = "D",
            required = true,
            description = "Body of knowledge the file belongs to.")
    private String domain = "";

    @Option(
            names = "--source",
            paramLabel = "S",
            description = "Name of the way in; default: ${DEFAULT-VALUE}.",
            defaultValue = "file")
    private String source = "file";

    @Option(
            names = "--format",
            paramLabel = "csv|jsonl",
            description = "How the file is written; default: by its name.")
    private @Nullable FileFormat format;

    @Option(
            names = "--map",
            arity = "1..*",
            paramLabel = "FIELD=COLUMN",
            description = "Which column of a CSV file holds question, answer, subject, id, time, rating, tags.")
    private List<String> mapping = List.of();

    @Option(
            names = "--max-bad",
            paramLabel = "SHARE",
            description = "Largest share of bad lines; default: ${DEFAULT-VALUE}.",
            defaultValue = "0.01")
    private double maxBad = 0.01;

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
                file,
                what == What.TICKETS ? EventKind.TICKETS : EventKind.CHATS,
                origin(),
                format == null ? formatByName() : format,
                ColumnMapping.parse(mapping),
                maxBad,
                badLines);
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

    private Origin origin() {
        try {
            return new Origin(domain, source);
        } catch (IllegalArgumentException e) {
            throw new UserError(ExitCode.USAGE, String.valueOf(e.getMessage()), e);
        }
    }

    private FileFormat formatByName() {
        String name = file.getFileName().toString();
        if (name.contains(".csv")) {
            return FileFormat.CSV;
        }
        if (name.contains(".jsonl")) {
            return FileFormat.JSONL;
        }
        throw new UserError(ExitCode.USAGE, "the name of " + file + " says neither .csv nor .jsonl; add --format");
    }

    private String bar(ImportProgress progress) {
        double share = progress.totalBytes() == 0 ? 1 : (double) progress.bytes() / progress.totalBytes();
        return Bar.of(terminal, share, BAR) + " ";
    }

    private static String figures(ImportProgress progress) {
        return "%s rows, %s conversations, %s events, %s bad"
                .formatted(
                        Figures.count(progress.rows()),
                        Figures.count(progress.conversations()),
                        Figures.count(progress.events()),
                        Figures.count(progress.bad()));
    }
}

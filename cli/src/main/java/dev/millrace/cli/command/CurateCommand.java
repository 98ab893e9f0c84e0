package dev.millrace.cli.command;

import dev.millrace.cli.curate.CurationSummary;
import dev.millrace.cli.curate.FileCuration;
import dev.millrace.cli.terminal.Figures;
import dev.millrace.cli.terminal.Table;
import dev.millrace.cli.terminal.Terminal;
import dev.millrace.runtime.ExitCode;
import dev.millrace.runtime.config.MillraceConfig;
import java.io.IOException;
import java.time.Clock;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code millrace curate}: what a policy makes of a file, without a platform. */
@Command(
        name = "curate",
        description = {
            "Makes a snapshot of a file of tickets or chats and tells why the rest is not in it; needs no running platform.",
            "The folder holds the snapshot's files, rejections.jsonl.gz and bad-lines.jsonl.",
        })
public final class CurateCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private final ConversationFileOption file = new ConversationFileOption();

    @Mixin
    private final ConfigOption config = new ConfigOption();

    @Mixin
    private final OutOption out = new OutOption();

    @Mixin
    private final MaxBadOption maxBad = new MaxBadOption();

    @Mixin
    private final JsonOption json = new JsonOption();

    public CurateCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        MillraceConfig settings = config.settings();
        CurationSummary summary = new FileCuration(settings, file.origin(), file.kind(), Clock.systemUTC())
                .run(file.file(), file.format(), file.mapping(), out.absent());
        if (json.chosen()) {
            JsonOption.print(terminal, summary);
        } else {
            print(summary);
        }
        maxBad.check(summary.bad(), summary.rows());
        return ExitCode.OK.code();
    }

    private void print(CurationSummary summary) {
        Table table = new Table("what", "reason", "conversations");
        table.row("in the snapshot", "train", Figures.count(summary.train()));
        table.row("in the snapshot", "validation", Figures.count(summary.validation()));
        table.row("in the snapshot", "holdout", Figures.count(summary.holdout()));
        summary.excluded().forEach((reason, count) -> table.row("left out at the cut", reason, Figures.count(count)));
        summary.rejected().forEach((reason, count) -> table.row("rejected", reason, Figures.count(count)));
        if (summary.bad() > 0) {
            table.row("bad lines", "see bad-lines.jsonl", Figures.count(summary.bad()));
        }
        table.print(terminal, "nothing");
        if (!summary.placeholders().isEmpty()) {
            Table placeholders = new Table("placeholder", "count");
            summary.placeholders().forEach((type, count) -> placeholders.row(type, Figures.count(count)));
            placeholders.print(terminal, "none");
        }
        terminal.println(
                summary.snapshotId() == null ? "no example, so no snapshot" : "snapshot " + summary.snapshotId());
        terminal.println(summary.folder());
    }
}

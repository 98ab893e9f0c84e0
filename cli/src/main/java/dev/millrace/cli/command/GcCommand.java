package dev.millrace.cli.command;

import dev.millrace.cli.look.Newest;
import dev.millrace.cli.platform.PlatformAccess;
import dev.millrace.cli.store.Garbage;
import dev.millrace.cli.store.References;
import dev.millrace.cli.terminal.Figures;
import dev.millrace.cli.terminal.Table;
import dev.millrace.cli.terminal.Terminal;
import dev.millrace.runtime.ExitCode;
import dev.millrace.runtime.config.Durations;
import dev.millrace.runtime.files.DurableFiles;
import dev.millrace.runtime.service.ServiceContext;
import dev.millrace.schemas.Topics;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code millrace gc}: removes artifacts that no event refers to. */
@Command(
        name = "gc",
        description = "Removes snapshots, adapters, reports and checkpoints that no live event refers to;"
                + " the lineage of every champion is kept, revoked adapters are not.")
public final class GcCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(names = "--dry-run", description = "Only lists what would go.")
    private boolean dryRun;

    @Option(names = "--refused", description = "Also adapters that were refused, with their reports.")
    private boolean refused;

    @Option(
            names = "--min-age",
            paramLabel = "DURATION",
            description = "Leaves alone what is younger; default: ${DEFAULT-VALUE}.",
            defaultValue = "1h")
    private String minAge = "1h";

    @Mixin
    private final PlatformAccess platform = new PlatformAccess();

    @Mixin
    private final JsonOption json = new JsonOption();

    public GcCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        ServiceContext context = platform.context();
        Garbage garbage = new Garbage(
                references(new Newest(context.kafka())), Instant.now().minus(Durations.parse(minAge)));
        List<Garbage.Item> artifacts = garbage.artifacts(context.artifacts());
        Path jobs = context.config().state().directory().resolve("jobs");
        List<Garbage.Item> checkpoints = garbage.checkpoints(jobs);
        if (!dryRun) {
            for (Garbage.Item item : artifacts) {
                context.artifacts().delete(URI.create(item.what()));
            }
            for (Garbage.Item item : checkpoints) {
                DurableFiles.deleteTree(item.folder());
            }
        }
        print(Stream.concat(artifacts.stream(), checkpoints.stream()).toList());
        return ExitCode.OK.code();
    }

    private References references(Newest newest) {
        return new References(
                newest.of(Topics.SNAPSHOTS).values(),
                newest.of(Topics.CANDIDATES).values(),
                newest.of(Topics.REPORTS).values(),
                newest.of(Topics.READY).values(),
                newest.of(Topics.REVOKED).values(),
                newest.of(Topics.JOB_STATES).values(),
                refused);
    }

    private void print(List<Garbage.Item> items) {
        if (json.chosen()) {
            JsonOption.print(terminal, items.stream().map(Garbage.Item::what).toList());
            return;
        }
        Table table = new Table(dryRun ? "would go" : "removed", "size");
        items.forEach(item -> table.row(item.what(), Figures.bytes(item.bytes())));
        table.print(terminal, "nothing to remove");
        if (!items.isEmpty()) {
            terminal.println("in all "
                    + Figures.bytes(
                            items.stream().mapToLong(Garbage.Item::bytes).sum()));
        }
    }
}

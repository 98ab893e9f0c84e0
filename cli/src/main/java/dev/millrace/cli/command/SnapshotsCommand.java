package dev.millrace.cli.command;

import dev.millrace.cli.look.DuplicateCluster;
import dev.millrace.cli.look.Newest;
import dev.millrace.cli.look.SnapshotDemand;
import dev.millrace.cli.platform.PlatformAccess;
import dev.millrace.cli.terminal.Figures;
import dev.millrace.cli.terminal.Table;
import dev.millrace.cli.terminal.Terminal;
import dev.millrace.runtime.ExitCode;
import dev.millrace.runtime.snapshots.SnapshotFolder;
import dev.millrace.schemas.Topics;
import dev.millrace.schemas.event.Snapshot;
import java.net.URI;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code millrace snapshots}: lists them, shows one and its duplicates, cuts one. */
@Command(name = "snapshots", description = "Lists the training snapshots.")
public final class SnapshotsCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private final PlatformAccess platform = new PlatformAccess();

    @Mixin
    private final JsonOption json = new JsonOption();

    public SnapshotsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Collection<Snapshot> snapshots = snapshots(platform);
        if (json.chosen()) {
            JsonOption.print(terminal, JsonOption.trees(snapshots));
            return ExitCode.OK.code();
        }
        Table table = new Table(
                "snapshot", "domain", "seq", "trigger", "train", "validation", "holdout", "excluded", "state", "cut");
        snapshots.forEach(snapshot -> table.row(
                Figures.shortId(snapshot.getSnapshotId()),
                snapshot.getDomain(),
                snapshot.getSequence(),
                snapshot.getTrigger().name().toLowerCase(Locale.ROOT),
                snapshot.getCounts().getTrain(),
                snapshot.getCounts().getValidation(),
                snapshot.getCounts().getHoldout(),
                snapshot.getCounts().getExcluded(),
                snapshot.getState().name().toLowerCase(Locale.ROOT),
                Figures.ago(snapshot.getCreatedAt(), Instant.now())));
        table.print(terminal, "no snapshots yet");
        return ExitCode.OK.code();
    }

    private static Collection<Snapshot> snapshots(PlatformAccess platform) {
        return new Newest(platform.context().kafka()).of(Topics.SNAPSHOTS).values();
    }

    @Command(name = "show", description = "Shows one snapshot's event and where its files lie.")
    int show(
            @Mixin PlatformAccess where,
            @Parameters(paramLabel = "ID", description = "Id, or its first characters.") String id) {
        Snapshot snapshot = Newest.one("snapshot", id, snapshots(where), Snapshot::getSnapshotId);
        JsonOption.printPretty(terminal, snapshot);
        terminal.note("files: " + where.context().artifacts().resolve(URI.create(snapshot.getUri())));
        return ExitCode.OK.code();
    }

    @Command(
            name = "duplicates",
            description =
                    "Shows which examples were left out because they are like another, by the one that they are like.")
    int duplicates(
            @Mixin PlatformAccess where,
            @Mixin JsonOption asJson,
            @Parameters(paramLabel = "ID", description = "Id, or its first characters.") String id) {
        Snapshot snapshot = Newest.one("snapshot", id, snapshots(where), Snapshot::getSnapshotId);
        SnapshotFolder folder = SnapshotFolder.open(where.context().artifacts().resolve(URI.create(snapshot.getUri())))
                .verify(snapshot.getSha256());
        List<DuplicateCluster> clusters = DuplicateCluster.of(folder.exclusions());
        if (asJson.chosen()) {
            JsonOption.print(terminal, clusters);
        } else {
            print(clusters);
        }
        return ExitCode.OK.code();
    }

    private void print(List<DuplicateCluster> clusters) {
        Table table = new Table("like", "left out", "reason", "jaccard");
        clusters.forEach(cluster -> cluster.leftOut()
                .forEach(example -> table.row(
                        Figures.shortId(cluster.of()),
                        Figures.shortId(example.id()),
                        example.reason(),
                        DuplicateCluster.jaccard(example))));
        table.print(terminal, "nothing was left out for being like another example");
    }

    @Command(name = "create", description = "Cuts a snapshot now.")
    int create(
            @Mixin PlatformAccess where,
            @Option(names = "--domain", paramLabel = "D", required = true, description = "Body of knowledge.")
                    String domain) {
        terminal.println(SnapshotDemand.of(where.config(), domain));
        return ExitCode.OK.code();
    }
}

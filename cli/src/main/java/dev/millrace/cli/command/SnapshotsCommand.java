package dev.millrace.cli.command;

import dev.millrace.cli.look.DuplicateCluster;
import dev.millrace.cli.look.Newest;
import dev.millrace.cli.look.SnapshotDemand;
import dev.millrace.cli.look.SnapshotDiff;
import dev.millrace.cli.platform.PlatformAccess;
import dev.millrace.cli.terminal.Figures;
import dev.millrace.cli.terminal.Table;
import dev.millrace.cli.terminal.Terminal;
import dev.millrace.curation.replay.ReplayResult;
import dev.millrace.curation.replay.SnapshotReplay;
import dev.millrace.runtime.ExitCode;
import dev.millrace.runtime.snapshots.SnapshotFolder;
import dev.millrace.schemas.Topics;
import dev.millrace.schemas.event.Snapshot;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code millrace snapshots}: lists them, shows one and its duplicates, cuts one, cuts one again from the raw events. */
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

    @Command(
            name = "replay",
            description = {
                "Cuts a snapshot again from the raw events that it came from, and says whether it is the same.",
                "Exit code 0 if it is, 1 if it is not or cannot be cut any more; then it says why."
            })
    int replay(
            @Mixin PlatformAccess where,
            @Mixin JsonOption asJson,
            @Parameters(paramLabel = "ID", description = "Id, or its first characters.") String id)
            throws IOException {
        Snapshot snapshot = Newest.one("snapshot", id, snapshots(where), Snapshot::getSnapshotId);
        Path work = where.config().state().directory().resolve("replay-" + UUID.randomUUID());
        ReplayResult result = SnapshotReplay.of(where.context(), snapshot, work);
        if (asJson.chosen()) {
            JsonOption.print(terminal, result);
        } else {
            print(result);
        }
        return (result.same() ? ExitCode.OK : ExitCode.FAILED).code();
    }

    private void print(ReplayResult result) {
        String from = " from %d raw events, which make %d examples%s"
                .formatted(
                        result.events(),
                        result.examples(),
                        result.setAside() == 0
                                ? ""
                                : "; set aside: " + result.setAside() + " that were none at the cut");
        if (result.same()) {
            terminal.println("the same snapshot, " + result.snapshotId() + "," + from);
        } else if (result.replayedId() == null) {
            terminal.println("snapshot " + result.snapshotId() + " cannot be cut again:");
        } else {
            terminal.println("another snapshot, " + result.replayedId() + "," + from + ":");
        }
        result.reasons().forEach(reason -> terminal.println("- " + reason));
    }

    @Command(name = "diff", description = "Tells what the second of two snapshots has that the first has not.")
    int diff(
            @Mixin PlatformAccess where,
            @Mixin JsonOption asJson,
            @Parameters(paramLabel = "A", description = "Id, or its first characters; or the folder of a snapshot.")
                    String before,
            @Parameters(paramLabel = "B", description = "The same for the second.") String after) {
        SnapshotDiff diff = SnapshotDiff.of(folder(where, before), folder(where, after));
        if (asJson.chosen()) {
            JsonOption.print(terminal, diff);
        } else {
            print(diff);
        }
        return ExitCode.OK.code();
    }

    /** Of a snapshot that a folder was named of, no platform is asked. */
    private static Path folder(PlatformAccess where, String named) {
        Path folder = Path.of(named);
        if (Files.isDirectory(folder)) {
            return folder;
        }
        Snapshot snapshot = Newest.one("snapshot", named, snapshots(where), Snapshot::getSnapshotId);
        return where.context().artifacts().resolve(URI.create(snapshot.getUri()));
    }

    private void print(SnapshotDiff diff) {
        Table values = new Table("what", "before", "after");
        Stream.of(diff.settings(), diff.figures())
                .forEach(changes -> changes.forEach((key, change) -> values.row(key, change.before(), change.after())));
        values.print(terminal, "the same settings and figures");
        Table examples = new Table("examples", "how", "count");
        counted(diff.added().values()).forEach((split, count) -> examples.row("added", split, count));
        counted(diff.removed().values()).forEach((reason, count) -> examples.row("removed", reason, count));
        counted(diff.moved().values().stream()
                        .map(change -> change.before() + " to " + change.after())
                        .toList())
                .forEach((how, count) -> examples.row("moved", how, count));
        if (!diff.changed().isEmpty()) {
            examples.row("changed", "other content", diff.changed().size());
        }
        examples.print(terminal, "the same examples");
    }

    private static Map<String, Long> counted(Collection<String> values) {
        return values.stream().collect(Collectors.groupingBy(value -> value, TreeMap::new, Collectors.counting()));
    }
}

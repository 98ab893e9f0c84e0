package dev.millrace.cli.command;

import dev.millrace.cli.look.Verdicts;
import dev.millrace.cli.platform.PlatformAccess;
import dev.millrace.cli.terminal.Figures;
import dev.millrace.cli.terminal.Table;
import dev.millrace.cli.terminal.Terminal;
import dev.millrace.runtime.ExitCode;
import dev.millrace.schemas.event.Rejection;
import dev.millrace.schemas.event.SourceOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code millrace rejections}: which conversations are not used as they stand, why, and which records they were. */
@Command(
        name = "rejections",
        description = "Lists the conversations that are not used, with the reason and the records they came from.")
public final class RejectionsCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Option(names = "--domain", paramLabel = "D", required = true, description = "Body of knowledge.")
    private String domain = "";

    @Option(names = "--reason", paramLabel = "R", description = "Only those of this reason code.")
    private @Nullable String reason;

    @Option(names = "--summary", description = "Only counts by reason.")
    private boolean summary;

    @Mixin
    private final PlatformAccess platform = new PlatformAccess();

    @Mixin
    private final JsonOption json = new JsonOption();

    public RejectionsCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        List<Rejection> rejections = Verdicts.of(platform.context().kafka(), domain).rejected().stream()
                .filter(rejection -> reason == null || rejection.getReason().equals(reason))
                .sorted(Comparator.comparing(Rejection::getReason).thenComparing(Rejection::getConversationId))
                .toList();
        if (json.chosen()) {
            JsonOption.print(terminal, JsonOption.trees(rejections));
            return ExitCode.OK.code();
        }
        if (!summary && !rejections.isEmpty()) {
            list(rejections);
            terminal.println("");
        }
        counts(rejections);
        return ExitCode.OK.code();
    }

    private void list(List<Rejection> rejections) {
        Table table = new Table("reason", "stage", "source", "conversation", "figures", "records");
        rejections.forEach(rejection -> table.row(
                rejection.getReason(),
                rejection.getStage(),
                rejection.getSource(),
                rejection.getConversationId(),
                new TreeMap<>(rejection.getFigures()),
                rejection.getSourceOffsets().stream()
                        .map(RejectionsCommand::offsets)
                        .collect(Collectors.joining(" "))));
        table.print(terminal, "");
    }

    private static String offsets(SourceOffset source) {
        String range = source.getFirstOffset() == source.getLastOffset()
                ? Long.toString(source.getFirstOffset())
                : source.getFirstOffset() + "-" + source.getLastOffset();
        return source.getTopic() + "/" + source.getPartition() + "@" + range;
    }

    private void counts(List<Rejection> rejections) {
        Map<String, Long> counts = rejections.stream()
                .collect(Collectors.groupingBy(Rejection::getReason, TreeMap::new, Collectors.counting()));
        Table table = new Table("reason", "conversations");
        counts.forEach((code, count) -> table.row(code, Figures.count(count)));
        table.print(terminal, "nothing was rejected");
    }
}

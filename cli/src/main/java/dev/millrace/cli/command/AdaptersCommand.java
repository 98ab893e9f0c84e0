package dev.millrace.cli.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.millrace.cli.look.Newest;
import dev.millrace.cli.look.Revoked;
import dev.millrace.cli.platform.PlatformAccess;
import dev.millrace.cli.terminal.Figures;
import dev.millrace.cli.terminal.Table;
import dev.millrace.cli.terminal.Terminal;
import dev.millrace.runtime.ExitCode;
import dev.millrace.runtime.service.ServiceContext;
import dev.millrace.schemas.Topics;
import dev.millrace.schemas.event.AdapterCandidate;
import dev.millrace.schemas.event.AdapterReady;
import dev.millrace.schemas.event.EvaluationReport;
import dev.millrace.schemas.event.HoldoutFigures;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code millrace adapters}: every adapter that was trained, and how it was judged. */
@Command(name = "adapters", description = "Lists the adapters and how they were judged.")
public final class AdaptersCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Mixin
    private final PlatformAccess platform = new PlatformAccess();

    @Mixin
    private final JsonOption json = new JsonOption();

    public AdaptersCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Newest newest = new Newest(platform.context().kafka());
        Map<String, AdapterCandidate> candidates = newest.of(Topics.CANDIDATES);
        Map<String, EvaluationReport> reports = newest.of(Topics.REPORTS);
        Collection<AdapterReady> champions = newest.of(Topics.READY).values();
        Revoked revoked = Revoked.read(platform.context().kafka());
        if (json.chosen()) {
            JsonOption.print(
                    terminal,
                    candidates.entrySet().stream()
                            .map(entry -> tree(entry.getValue(), reports.get(entry.getKey()), champions, revoked))
                            .toList());
            return ExitCode.OK.code();
        }
        Table table = new Table("adapter", "domain", "snapshot", "verdict", "base loss", "loss", "champion", "made");
        candidates.forEach((key, candidate) -> row(table, candidate, reports.get(key), champions, revoked));
        table.print(terminal, "no adapters yet");
        return ExitCode.OK.code();
    }

    private static JsonNode tree(
            AdapterCandidate candidate,
            @Nullable EvaluationReport report,
            Collection<AdapterReady> champions,
            Revoked revoked) {
        ObjectNode adapter = JsonNodeFactory.instance.objectNode();
        adapter.set("adapter", JsonOption.tree(candidate));
        adapter.set("report", report == null ? null : JsonOption.tree(report));
        adapter.set(
                "revoked",
                revoked.of(candidate.getDomain(), candidate.getAdapterId())
                        .map(JsonOption::tree)
                        .orElse(null));
        return adapter.put("champion", isChampion(candidate, champions));
    }

    private static boolean isChampion(AdapterCandidate candidate, Collection<AdapterReady> champions) {
        return champions.stream().anyMatch(ready -> ready.getAdapterId().equals(candidate.getAdapterId()));
    }

    private static void row(
            Table table,
            AdapterCandidate candidate,
            @Nullable EvaluationReport report,
            Collection<AdapterReady> champions,
            Revoked revoked) {
        Optional<HoldoutFigures> figures = Optional.ofNullable(report).map(EvaluationReport::getHoldout);
        table.row(
                Figures.shortId(candidate.getAdapterId()),
                candidate.getDomain(),
                candidate.getSnapshotSequence(),
                verdict(candidate, report, revoked),
                figures.map(holdout -> Figures.loss(holdout.getBaseLoss())).orElse("-"),
                figures.map(holdout -> Figures.loss(holdout.getCandidateLoss())).orElse("-"),
                isChampion(candidate, champions) ? "yes" : "",
                Figures.ago(candidate.getCreatedAt(), Instant.now()));
    }

    private static String verdict(AdapterCandidate candidate, @Nullable EvaluationReport report, Revoked revoked) {
        if (revoked.of(candidate.getDomain(), candidate.getAdapterId()).isPresent()) {
            return "revoked";
        }
        return report == null ? "waiting" : report.getVerdict().name().toLowerCase(Locale.ROOT);
    }

    @Command(name = "show", description = "Shows one adapter: files, figures and report.")
    int show(
            @Mixin PlatformAccess where,
            @Parameters(paramLabel = "ID", description = "Id, or its first characters.") String id)
            throws IOException {
        ServiceContext context = where.context();
        Newest newest = new Newest(context.kafka());
        AdapterCandidate candidate =
                Newest.one("adapter", id, newest.of(Topics.CANDIDATES).values(), AdapterCandidate::getAdapterId);
        JsonOption.printPretty(terminal, candidate);
        terminal.note(Revoked.read(context.kafka())
                .of(candidate.getDomain(), candidate.getAdapterId())
                .map(Revoked::explanation)
                .orElseGet(() -> "files: " + context.artifacts().resolve(URI.create(candidate.getUri()))));
        for (EvaluationReport report : newest.of(Topics.REPORTS).values()) {
            if (report.getAdapterId().equals(candidate.getAdapterId())) {
                printReport(context, report);
            }
        }
        return ExitCode.OK.code();
    }

    private void printReport(ServiceContext context, EvaluationReport report) throws IOException {
        Path text = context.artifacts().resolve(URI.create(report.getUri())).resolve("report.md");
        terminal.println("");
        terminal.println(Files.exists(text) ? Files.readString(text) : report.getSummary());
    }
}

package dev.millrace.cli.command;

import dev.millrace.cli.terminal.Figures;
import dev.millrace.cli.terminal.Style;
import dev.millrace.cli.terminal.Table;
import dev.millrace.cli.terminal.Terminal;
import dev.millrace.evaluator.gate.Decision;
import dev.millrace.evaluator.gate.Gate;
import dev.millrace.evaluator.holdout.AnswerSample;
import dev.millrace.evaluator.holdout.HoldoutEvaluation;
import dev.millrace.runtime.ExitCode;
import dev.millrace.runtime.UserError;
import dev.millrace.runtime.config.DomainConfig.ServingPrecision;
import dev.millrace.runtime.config.EvaluatorConfig;
import dev.millrace.runtime.privacy.RevokedMark;
import dev.millrace.runtime.snapshots.SnapshotFolder;
import dev.millrace.schemas.event.Verdict;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code millrace evaluate}: the gate on an adapter folder, without Kafka. */
@Command(
        name = "evaluate",
        description =
                "Measures an adapter on a snapshot's holdout and says what the gate would; needs no running platform.")
public final class EvaluateCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(index = "0", paramLabel = "SNAPSHOT", description = "Folder of the snapshot.")
    private Path snapshot = Path.of("");

    @Parameters(index = "1", paramLabel = "ADAPTER", description = "Folder of the adapter, as PEFT writes it.")
    private Path adapter = Path.of("");

    @Option(names = "--champion", paramLabel = "DIR", description = "Adapter to hold it against; default: the base.")
    private @Nullable Path champion;

    @Mixin
    private final BaseModelOption baseModel = new BaseModelOption();

    @Option(names = "--precision", paramLabel = "bf16|nf4", description = "What is served.", defaultValue = "BF16")
    private ServingPrecision precision = ServingPrecision.BF16;

    @Option(names = "--min-items", paramLabel = "N", description = "Fewest holdout items for a verdict.")
    private int minItems = EvaluatorConfig.DEFAULTS.minItems();

    @Option(names = "--min-subjects", paramLabel = "N", description = "Fewest customers for a verdict.")
    private int minSubjects = EvaluatorConfig.DEFAULTS.minSubjects();

    @Option(names = "--seed", paramLabel = "N", description = "Draws the questions that are answered.")
    private long seed = EvaluatorConfig.DEFAULTS.seed();

    @Mixin
    private final DeviceOption device = new DeviceOption();

    @Mixin
    private final JsonOption json = new JsonOption();

    public EvaluateCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        HoldoutEvaluation.Result result = measure();
        Decision decision = new Gate(minItems, minSubjects).decide(result.measurements());
        if (json.chosen()) {
            Map<String, Object> all = new LinkedHashMap<>();
            all.put("verdict", decision.verdict());
            all.put("summary", decision.summary());
            all.put("checks", JsonOption.trees(decision.checks()));
            all.put("samples", result.samples());
            JsonOption.print(terminal, all);
        } else {
            print(decision, result.samples());
        }
        return (decision.verdict() == Verdict.PROMOTED ? ExitCode.OK : ExitCode.FAILED).code();
    }

    private HoldoutEvaluation.Result measure() {
        Path model = baseModel.model();
        Stream.of(Optional.of(adapter), Optional.ofNullable(champion))
                .flatMap(Optional::stream)
                .forEach(RevokedMark::unrevoked);
        SnapshotFolder folder = SnapshotFolder.open(snapshot);
        try {
            return new HoldoutEvaluation(model, folder, adapter, champion, null, precision, device.device()).run(seed);
        } catch (IllegalArgumentException e) {
            throw new UserError(ExitCode.BAD_INPUT, String.valueOf(e.getMessage()), e);
        }
    }

    private void print(Decision decision, List<AnswerSample> samples) {
        terminal.println(terminal.styled(
                        decision.verdict().name().toLowerCase(Locale.ROOT).replace('_', ' ') + ": ", Style.BOLD)
                + decision.summary());
        Table table = new Table("check", "measured", "expected", "verdict", "what it is");
        decision.checks()
                .forEach(check -> table.row(
                        check.getName(),
                        figure(check.getValue()),
                        figure(check.getThreshold()),
                        check.getVerdict().name().toLowerCase(Locale.ROOT),
                        check.getDetail()));
        table.print(terminal, "no check was made");
        samples.forEach(sample -> {
            terminal.println("");
            terminal.println(terminal.styled("? " + sample.question().strip(), Style.BOLD));
            terminal.println("  base     " + sample.base().strip());
            terminal.println("  adapter  " + sample.adapter().strip());
        });
    }

    private static String figure(@Nullable Double value) {
        return value == null ? "-" : Figures.loss(value);
    }
}

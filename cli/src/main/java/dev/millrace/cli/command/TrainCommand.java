package dev.millrace.cli.command;

import dev.millrace.cli.terminal.LiveDisplay;
import dev.millrace.cli.terminal.StageState;
import dev.millrace.cli.terminal.Terminal;
import dev.millrace.runtime.ExitCode;
import dev.millrace.runtime.UserError;
import dev.millrace.runtime.config.MemoryLimit;
import dev.millrace.runtime.config.MillraceConfig;
import dev.millrace.runtime.config.RecipeConfig;
import dev.millrace.runtime.privacy.RevokedMark;
import dev.millrace.trainer.training.LocalTraining;
import dev.millrace.trainer.training.Recipes;
import dev.millrace.trainer.training.TrainedAdapter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code millrace train}: an adapter from a snapshot folder, without Kafka. */
@Command(name = "train", description = "Trains an adapter on a snapshot folder; needs no running platform.")
public final class TrainCommand implements Callable<Integer> {
    private static final String STAGE = "training";

    private final Terminal terminal;

    @Parameters(paramLabel = "SNAPSHOT", description = "Folder of a snapshot.")
    private Path snapshot = Path.of("");

    @Option(names = "--out", paramLabel = "DIR", required = true, description = "New folder for the adapter.")
    private Path out = Path.of("");

    @Mixin
    private final BaseModelOption baseModel = new BaseModelOption();

    @Option(
            names = "--recipe",
            paramLabel = "KEY=VALUE",
            description = "Settings of the recipe, such as method=lora epochs=2; docs/configuration.md lists them.")
    private Map<String, String> recipe = new LinkedHashMap<>();

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            description = "Memory for activations, such as 800MB; auto (the default) takes what the machine can spare.")
    private String memory = MemoryLimit.AUTO.toString();

    @Option(
            names = "--from",
            paramLabel = "ADAPTER",
            description = "Folder of an adapter to go on from; rank, alpha and targets of the recipe must be its own.")
    private @Nullable Path from;

    @Mixin
    private final DeviceOption device = new DeviceOption();

    @Mixin
    private final JsonOption json = new JsonOption();

    public TrainCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() throws IOException {
        if (Files.exists(out)) {
            throw new UserError(ExitCode.USAGE, out + " exists already; name a new folder with --out");
        }
        Path model = baseModel.model();
        LiveDisplay display = new LiveDisplay(terminal, List.of(STAGE));
        StopRequest stop = StopRequest.listen();
        try {
            Optional<TrainedAdapter> trained =
                    training(model).run(new TrainingDisplay(terminal, display, STAGE), stop::isAsked);
            if (trained.isEmpty()) {
                return ExitCode.INTERRUPTED.code();
            }
            finish(display, trained.get());
            return ExitCode.OK.code();
        } finally {
            stop.stopped();
        }
    }

    private LocalTraining training(Path model) {
        LocalTraining training = LocalTraining.of(snapshot, model.toString(), recipe())
                .within(Recipes.memory(
                        config(Map.of("trainer.memory", memory)).trainer().memory()))
                .on(device.device());
        return from == null ? training : training.from(RevokedMark.unrevoked(from));
    }

    private RecipeConfig recipe() {
        Map<String, String> overrides = new LinkedHashMap<>();
        recipe.forEach((key, value) -> overrides.put("domainDefaults.recipe." + key, value));
        return config(overrides).domainDefaults().recipe();
    }

    private static MillraceConfig config(Map<String, String> overrides) {
        return MillraceConfig.load(Optional.empty(), Map.of(), overrides);
    }

    private void finish(LiveDisplay display, TrainedAdapter trained) throws IOException {
        Files.createDirectories(out);
        trained.write(out);
        var figures = trained.figures();
        display.show(
                STAGE,
                StageState.DONE,
                String.format(
                        Locale.ROOT,
                        "%d steps, %,d tokens at %,.0f tokens/s, last loss %.4f",
                        figures.steps(),
                        figures.tokens(),
                        figures.tokensPerSecond(),
                        figures.trainLoss()));
        display.finish();
        if (json.chosen()) {
            JsonOption.print(terminal, figures);
        } else {
            terminal.println("adapter " + out.toAbsolutePath().normalize());
        }
    }
}

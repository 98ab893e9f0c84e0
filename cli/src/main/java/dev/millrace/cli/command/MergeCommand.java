package dev.millrace.cli.command;

import dev.millrace.cli.terminal.Terminal;
import dev.millrace.lm.checkpoint.Checkpoint;
import dev.millrace.lm.checkpoint.MergedWeights;
import dev.millrace.lm.checkpoint.ModelMerger;
import dev.millrace.lm.format.ElementType;
import dev.millrace.lm.format.PeftAdapter;
import dev.millrace.runtime.ExitCode;
import dev.millrace.runtime.privacy.RevokedMark;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code millrace merge}: a model folder with an adapter in it. */
@Command(
        name = "merge",
        description = "Adds an adapter to its base model: a Hugging Face folder of its own, which needs no adapter.")
public final class MergeCommand implements Callable<Integer> {
    private final Terminal terminal;

    @Parameters(paramLabel = "ADAPTER", description = "Folder of the adapter, as PEFT writes it.")
    private Path adapter = Path.of("");

    @Mixin
    private final OutOption out = new OutOption();

    @Mixin
    private final BaseModelOption baseModel = new BaseModelOption();

    /** What weights can be written as. */
    enum WeightType {
        F32,
        BF16,
        F16;

        ElementType element() {
            return ElementType.valueOf(name());
        }
    }

    @Option(
            names = "--type",
            paramLabel = "f32|bf16|f16",
            description = "Type of the weights; default: that of the base model.")
    private @Nullable WeightType type;

    @Mixin
    private final JsonOption json = new JsonOption();

    public MergeCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public Integer call() {
        Path folder = out.absent();
        PeftAdapter update = PeftAdapter.read(RevokedMark.unrevoked(adapter));
        try (Checkpoint base = Checkpoint.open(baseModel.model())) {
            ElementType stored = base.type("model.embed_tokens.weight");
            ModelMerger.merge(
                    new MergedWeights(base, Optional.of(update)),
                    type == null ? stored : type.element(),
                    String.valueOf(adapter.toAbsolutePath().normalize().getFileName()),
                    folder);
        }
        if (json.chosen()) {
            JsonOption.print(terminal, Map.of("folder", folder.toString()));
        } else {
            terminal.println("model " + folder);
        }
        return ExitCode.OK.code();
    }
}

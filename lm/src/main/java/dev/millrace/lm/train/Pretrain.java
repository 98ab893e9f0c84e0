package dev.millrace.lm.train;

import dev.millrace.lm.format.LoraConfig;
import dev.millrace.lm.format.ModelConfig;
import dev.millrace.lm.model.LanguageModel;
import dev.millrace.lm.model.LoadOptions;
import dev.millrace.lm.model.Trainable;
import java.nio.file.Path;
import java.util.Set;

/**
 * Trains every weight of a model on token files, from scratch or onwards, and writes a complete model folder.
 *
 * <pre>
 * Pretrain --dir D --data T --steps 4000 --batch-tokens 8192 --learning-rate 2e-3   # from scratch on T/train.bin
 * Pretrain --dir D --data T --init weights --chat C.jsonl.gz --mix 0.3 --steps 800  # onwards, on the assistant's words
 * </pre>
 *
 * <p>{@code D} is the model folder: config.json, tokenizer.json and a chat template. {@code T} holds {@code train.bin} and
 * {@code valid.bin}: unsigned 16-bit little-endian token ids with a separator after each document. A second start of the same
 * command goes on from the newest checkpoint. At the end {@code model.safetensors} (bf16) is written into {@code D}, whole or
 * not at all.
 */
public final class Pretrain {
    private static final Set<String> OPTIONS = Set.of(
            "dir",
            "data",
            "checkpoints",
            "out",
            "stage",
            "init",
            "steps",
            "batch-tokens",
            "sequence",
            "accumulation",
            "learning-rate",
            "floor",
            "warmup",
            "weight-decay",
            "clip",
            "seed",
            "separator",
            "precision",
            "chat",
            "chat-valid",
            "mix",
            "log-every",
            "eval-every",
            "eval-tokens",
            "checkpoint-every",
            "schedule");

    private Pretrain() {}

    public static void main(String[] arguments) {
        PretrainOptions options = PretrainOptions.of(CommandLine.parse(OPTIONS, arguments));
        ModelConfig config = ModelConfig.read(options.folder());
        LoadOptions load =
                LoadOptions.of(options.precision()).upTo(options.batching().batchTokens());
        try (LanguageModel model = options.fromScratch()
                ? LanguageModel.initialize(config, load, options.seed())
                : LanguageModel.load(options.folder(), load)) {
            train(model, options);
            model.save(options.out());
        }
    }

    private static void train(LanguageModel model, PretrainOptions options) {
        PretrainData data = PretrainData.open(options, model.config());
        TrainingRecipe recipe = new TrainingRecipe(
                TrainingMethod.FULL,
                options.precision(),
                LoraConfig.of(1, 1),
                options.optimization(),
                options.batching(),
                new Stopping(1, options.steps(), options.evalEvery(), 0),
                options.seed());
        Trainable weights = model.trainWeights();
        Path checkpoints = options.checkpoints().resolve(options.stage());
        TrainingResult result = new TrainingLoop(
                        model,
                        weights,
                        recipe,
                        data.source(),
                        data.validation(),
                        Checkpointing.in(checkpoints, options.checkpointEvery(), options.stage()),
                        new ProgressPrinter(System.out, options.logEvery()),
                        () -> false)
                .run();
        System.out.println(result);
    }
}

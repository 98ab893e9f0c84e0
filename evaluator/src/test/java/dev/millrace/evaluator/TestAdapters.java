package dev.millrace.evaluator;

import dev.millrace.lm.format.HostTensor;
import dev.millrace.lm.format.LoraConfig;
import dev.millrace.lm.format.PeftAdapter;
import dev.millrace.lm.model.LanguageModel;
import dev.millrace.lm.model.LoadOptions;
import dev.millrace.lm.model.LoraAdapter;
import dev.millrace.lm.model.Precision;
import dev.millrace.lm.train.AdapterTraining;
import dev.millrace.lm.train.Checkpointing;
import dev.millrace.lm.train.Optimization;
import dev.millrace.lm.train.Stopping;
import dev.millrace.lm.train.TrainingListener;
import dev.millrace.lm.train.TrainingMethod;
import dev.millrace.lm.train.TrainingRecipe;
import dev.millrace.runtime.snapshots.Split;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/** Adapters of the tests' base model: Llama of three layers, hidden 64, random weights in f32. */
public final class TestAdapters {
    public static final Path BASE = Path.of("src/test/resources/base-model");

    private static final LoraConfig SHAPE = LoraConfig.of(4, 8);

    private TestAdapters() {}

    /** Trained on a snapshot for so many steps; the folder holds PEFT's two files. */
    public static Path trained(Path snapshot, int steps, Path folder) throws IOException {
        TrainingRecipe recipe = TrainingRecipe.defaults()
                .withMethod(TrainingMethod.LORA)
                .withPrecision(Precision.F32)
                .withLora(SHAPE)
                .withOptimization(Optimization.of(1e-2))
                .withStopping(Stopping.afterSteps(steps));
        return written(
                new AdapterTraining(
                                BASE,
                                snapshot.resolve(Split.TRAIN.file()),
                                snapshot.resolve(Split.VALIDATION.file()),
                                recipe,
                                null,
                                Checkpointing.NONE)
                        .run(TrainingListener.NONE, () -> false)
                        .adapter(),
                folder);
    }

    /** Every B holds the value; 0 gives an adapter that changes nothing. */
    public static Path constant(float value, Path folder) throws IOException {
        try (LanguageModel model =
                        LanguageModel.load(BASE, LoadOptions.of(Precision.F32).upTo(64));
                LoraAdapter fresh = LoraAdapter.create(model, SHAPE, 1)) {
            Map<String, HostTensor> values = new TreeMap<>(fresh.parameters());
            values.replaceAll((name, tensor) -> name.contains("lora_B") ? filled(tensor, value) : tensor);
            return written(new PeftAdapter(SHAPE, values), folder);
        }
    }

    private static HostTensor filled(HostTensor like, float value) {
        HostTensor tensor = HostTensor.zeros(like.shape());
        java.util.Arrays.fill(tensor.values(), value);
        return tensor;
    }

    private static Path written(PeftAdapter adapter, Path folder) throws IOException {
        adapter.write(Files.createDirectories(folder));
        return folder;
    }
}

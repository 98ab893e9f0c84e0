package dev.millrace.lm.checkpoint;

import dev.millrace.lm.format.AtomicFiles;
import dev.millrace.lm.format.BitsandbytesConfig;
import dev.millrace.lm.format.ElementType;
import dev.millrace.lm.format.Safetensors;
import dev.millrace.lm.format.TensorData;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes a checkpoint with an adapter merged into it as a Hugging Face folder of its own: weights, configuration, tokenizer,
 * chat template. The folder is whole or absent; one tensor is in memory at a time. The sum {@code W + scale · B · A} is made
 * in f32 and rounded once.
 */
public final class ModelMerger {
    private ModelMerger() {}

    /**
     * Merges.
     *
     * @param type of the weights: F32, BF16 or F16
     * @param adapterName for the model card
     */
    public static void merge(MergedWeights weights, ElementType type, String adapterName, Path folder) {
        Checkpoint base = weights.base();
        String typeName = nameOf(type);
        AtomicFiles.writeFolder(folder, made -> {
            Safetensors.write(made.resolve("model.safetensors"), tensors(weights, type), Map.of("format", "pt"));
            ModelFolder.copyCompanions(base.folder(), made);
            ModelFolder.copyConfig(base.folder(), made, typeName, config -> config.remove(BitsandbytesConfig.KEY));
            ModelFolder.writeCard(made, """
                    ---
                    base_model: %s
                    tags: [millrace]
                    ---
                    # Merged model

                    The weights of `%s` with the LoRA adapter `%s` added to them, as %s.
                    """.formatted(
                            base.folder().getFileName(), base.folder().getFileName(), adapterName, typeName));
        });
    }

    private static Map<String, TensorData> tensors(MergedWeights weights, ElementType type) {
        Map<String, TensorData> tensors = new LinkedHashMap<>();
        CheckpointLayout layout = weights.base().layout();
        for (String name : layout.names()) {
            tensors.put(name, TensorData.of(type, layout.shape(name), () -> weights.read(name)));
        }
        return tensors;
    }

    /** As torch calls it. */
    private static String nameOf(ElementType type) {
        return switch (type) {
            case F32 -> "float32";
            case BF16 -> "bfloat16";
            case F16 -> "float16";
            case I64, I32, U8 -> throw new IllegalArgumentException("weights are not written as " + type);
        };
    }
}

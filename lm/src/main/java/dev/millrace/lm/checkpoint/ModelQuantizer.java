package dev.millrace.lm.checkpoint;

import dev.millrace.lm.format.AtomicFiles;
import dev.millrace.lm.format.BitsandbytesConfig;
import dev.millrace.lm.format.ElementType;
import dev.millrace.lm.format.FormatException;
import dev.millrace.lm.format.HostTensor;
import dev.millrace.lm.format.Safetensors;
import dev.millrace.lm.format.TensorData;
import dev.millrace.lm.quant.Nf4;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Writes a checkpoint, an adapter merged or not, with the matrices of its blocks in NF4 and the rest in bf16: a folder that the
 * engine maps and transformers loads with bitsandbytes. The folder is whole or absent; one tensor is in memory at a time.
 */
public final class ModelQuantizer {
    private ModelQuantizer() {}

    public static void quantize(MergedWeights weights, Path folder) {
        Checkpoint base = weights.base();
        if (base.isQuantized()) {
            throw new FormatException(base.folder() + " is in 4 bits already, expected F32, F16 or BF16 weights");
        }
        AtomicFiles.writeFolder(folder, made -> {
            Safetensors.write(made.resolve("model.safetensors"), tensors(weights), Map.of("format", "pt"));
            ModelFolder.copyCompanions(base.folder(), made);
            ModelFolder.copyConfig(
                    base.folder(),
                    made,
                    "bfloat16",
                    config -> config.set(BitsandbytesConfig.KEY, BitsandbytesConfig.nf4()));
            ModelFolder.writeCard(made, """
                    ---
                    base_model: %s
                    tags: [millrace, bitsandbytes, nf4]
                    ---
                    # Quantized model

                    `%s` in 4 bits (NF4 with double quantization, as bitsandbytes stores it); embeddings, norms and head in bf16.
                    """.formatted(
                            base.folder().getFileName(), base.folder().getFileName()));
        });
    }

    private static Map<String, TensorData> tensors(MergedWeights weights) {
        Map<String, TensorData> tensors = new LinkedHashMap<>();
        CheckpointLayout layout = weights.base().layout();
        for (String name : layout.names()) {
            int[] shape = layout.shape(name);
            if (CheckpointLayout.isProjection(name)) {
                tensors.putAll(Nf4Storage.tensors(name, shape, () -> {
                    HostTensor tensor = weights.read(name);
                    return Nf4.quantize(tensor.values(), shape[0], shape[1]);
                }));
            } else {
                tensors.put(name, TensorData.of(ElementType.BF16, shape, () -> weights.read(name)));
            }
        }
        return tensors;
    }
}

package dev.millrace.lm.checkpoint;

import dev.millrace.lm.format.ElementType;
import dev.millrace.lm.format.FormatException;
import dev.millrace.lm.format.HostTensor;
import dev.millrace.lm.format.ModelConfig;
import dev.millrace.lm.format.Safetensors;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * An open Hugging Face model folder. Its tensors are read one at a time, each checked: of the shape that config.json makes it,
 * and of finite numbers only. Thread-safe; the caller closes.
 */
public final class Checkpoint implements AutoCloseable {
    private final Path folder;
    private final ModelConfig config;
    private final CheckpointLayout layout;
    private final Safetensors tensors;

    private Checkpoint(Path folder, ModelConfig config, Safetensors tensors) {
        this.folder = folder;
        this.config = config;
        this.layout = CheckpointLayout.of(config);
        this.tensors = tensors;
    }

    public static Checkpoint open(Path folder) {
        ModelConfig config = ModelConfig.read(folder);
        return new Checkpoint(folder, config, Safetensors.open(folder));
    }

    public Path folder() {
        return folder;
    }

    public ModelConfig config() {
        return config;
    }

    public CheckpointLayout layout() {
        return layout;
    }

    /** How a tensor is stored. */
    public ElementType type(String name) {
        return tensors.info(name).type();
    }

    /** The tensor as f32. */
    public HostTensor read(String name) {
        int[] shape = layout.shape(name);
        HostTensor tensor = tensors.read(name);
        if (!Arrays.equals(tensor.shape(), shape)) {
            throw new FormatException(folder + ": " + name + " is " + Arrays.toString(tensor.shape())
                    + ", but config.json makes it " + Arrays.toString(shape));
        }
        requireFinite(name, tensor.values());
        return tensor;
    }

    private void requireFinite(String name, float[] values) {
        for (int i = 0; i < values.length; i++) {
            if (!Float.isFinite(values[i])) {
                throw new FormatException(folder + ": " + name + " holds " + values[i] + " at element " + i
                        + ", expected finite numbers; the file is damaged");
            }
        }
    }

    @Override
    public void close() {
        tensors.close();
    }
}

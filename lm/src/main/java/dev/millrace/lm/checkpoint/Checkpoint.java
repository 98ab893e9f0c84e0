package dev.millrace.lm.checkpoint;

import dev.millrace.lm.format.BitsandbytesConfig;
import dev.millrace.lm.format.ElementType;
import dev.millrace.lm.format.FormatException;
import dev.millrace.lm.format.Halves;
import dev.millrace.lm.format.HostTensor;
import dev.millrace.lm.format.ModelConfig;
import dev.millrace.lm.format.Safetensors;
import dev.millrace.lm.quant.Nf4;
import dev.millrace.lm.quant.Nf4Tensor;
import java.nio.ByteBuffer;
import java.nio.ShortBuffer;
import java.nio.file.Path;
import java.util.Arrays;

/**
 * An open Hugging Face model folder. Its tensors are read one at a time, each checked: of the shape that config.json makes it,
 * and of finite numbers only. Thread-safe; the caller closes.
 */
public final class Checkpoint implements AutoCloseable {
    /** All ones: infinite or no number. */
    private static final int BF16_EXPONENT = 0x7f80;

    private final Path folder;
    private final ModelConfig config;
    private final CheckpointLayout layout;
    private final boolean quantized;
    private final Safetensors tensors;

    private Checkpoint(Path folder, ModelConfig config, boolean quantized, Safetensors tensors) {
        this.folder = folder;
        this.config = config;
        this.layout = CheckpointLayout.of(config);
        this.quantized = quantized;
        this.tensors = tensors;
    }

    public static Checkpoint open(Path folder) {
        ModelConfig config = ModelConfig.read(folder);
        return new Checkpoint(folder, config, BitsandbytesConfig.isNf4(folder), Safetensors.open(folder));
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

    /** Whether the matrices of the blocks are stored in NF4. */
    public boolean isQuantized() {
        return quantized;
    }

    /** A matrix of a block in 4 bits: mapped where it is stored so, else quantized now. */
    public Nf4Tensor readNf4(String name) {
        int[] shape = layout.shape(name);
        return quantized
                ? Nf4Storage.read(tensors, name, shape)
                : Nf4.quantize(read(name).values(), shape[0], shape[1]);
    }

    /** How a tensor is stored. */
    public ElementType type(String name) {
        return tensors.info(name).type();
    }

    /** The tensor as f32. */
    public HostTensor read(String name) {
        int[] shape = layout.shape(name);
        if (quantized && CheckpointLayout.isProjection(name)) {
            return new HostTensor(shape, readNf4(name).dequantize());
        }
        requireShape(name);
        HostTensor tensor = tensors.read(name);
        for (int i = 0; i < tensor.values().length; i++) {
            if (!Float.isFinite(tensor.values()[i])) {
                throw notFinite(name, tensor.values()[i], i);
            }
        }
        return tensor;
    }

    /** Copies a tensor that is stored as BF16 into a little-endian buffer with room for just its bytes. */
    public void read(String name, ByteBuffer into) {
        requireShape(name);
        ShortBuffer bits = into.asShortBuffer();
        tensors.read(name, into);
        for (int i = 0; i < bits.limit(); i++) {
            if ((bits.get(i) & BF16_EXPONENT) == BF16_EXPONENT) {
                throw notFinite(name, Halves.fromBfloat16(bits.get(i)), i);
            }
        }
    }

    private void requireShape(String name) {
        long[] expected = Arrays.stream(layout.shape(name)).asLongStream().toArray();
        long[] found = tensors.info(name).shape();
        if (!Arrays.equals(found, expected)) {
            throw new FormatException(folder + ": " + name + " is " + Arrays.toString(found)
                    + ", but config.json makes it " + Arrays.toString(expected));
        }
    }

    private FormatException notFinite(String name, float value, int element) {
        return new FormatException(folder + ": " + name + " holds " + value + " at element " + element
                + ", expected finite numbers; the file is damaged");
    }

    @Override
    public void close() {
        tensors.close();
    }
}

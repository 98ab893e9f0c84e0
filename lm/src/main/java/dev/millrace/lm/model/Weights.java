package dev.millrace.lm.model;

import dev.millrace.lm.format.FormatException;
import dev.millrace.lm.format.HostTensor;
import dev.millrace.lm.format.Safetensors;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Where a model's tensors come from. */
interface Weights {

    /** The tensor of a name, which must have that shape and hold finite numbers only. */
    HostTensor get(String name, int... shape);

    /** Those of a file or folder. */
    static Weights of(Safetensors file, Object origin) {
        return (name, shape) -> {
            HostTensor tensor = file.read(name);
            if (!Arrays.equals(tensor.shape(), shape)) {
                throw new FormatException(origin + ": " + name + " is " + Arrays.toString(tensor.shape())
                        + ", but config.json makes it " + Arrays.toString(shape));
            }
            for (int i = 0; i < tensor.values().length; i++) {
                if (!Float.isFinite(tensor.values()[i])) {
                    throw new FormatException(origin + ": " + name + " holds " + tensor.values()[i] + " at element " + i
                            + ", expected finite numbers; the file is damaged");
                }
            }
            return tensor;
        };
    }

    /**
     * Fresh ones for training from scratch: vectors are one (norms) or zero (biases), matrices normal with deviation 0.02,
     * those that write to the residual stream smaller by √(2 · layers) (Radford et al., 2019).
     */
    static Weights fresh(long seed, int layers) {
        SplittableRandom random = new SplittableRandom(seed);
        return (name, shape) -> {
            HostTensor tensor = HostTensor.zeros(shape);
            if (shape.length == 1) {
                Arrays.fill(tensor.values(), name.endsWith(".bias") ? 0 : 1);
                return tensor;
            }
            boolean writesToStream = name.endsWith("o_proj.weight") || name.endsWith("down_proj.weight");
            double deviation = writesToStream ? 0.02 / Math.sqrt(2.0 * layers) : 0.02;
            for (int i = 0; i < tensor.values().length; i++) {
                tensor.values()[i] = (float) (random.nextGaussian() * deviation);
            }
            return tensor;
        };
    }
}

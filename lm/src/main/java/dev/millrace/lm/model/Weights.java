package dev.millrace.lm.model;

import dev.millrace.lm.checkpoint.Checkpoint;
import dev.millrace.lm.format.ElementType;
import dev.millrace.lm.format.HostTensor;
import dev.millrace.lm.quant.Nf4;
import dev.millrace.lm.quant.Nf4Tensor;
import dev.millrace.lm.torch.DType;
import dev.millrace.lm.torch.Tensor;
import dev.millrace.lm.torch.TensorScope;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Where a model's tensors come from. */
interface Weights {

    /** The tensor of a name, in a type of the source's choice; it has that shape and holds finite numbers only. */
    Tensor tensor(TensorScope scope, String name, int... shape);

    /** A matrix in 4 bits. */
    Nf4Tensor nf4(String name, int rows, int cols);

    /** Those of a model folder, which stay readable after it is closed. */
    static Weights of(Checkpoint checkpoint) {
        return new Weights() {
            @Override
            public Tensor tensor(TensorScope scope, String name, int... shape) {
                if (checkpoint.type(name) == ElementType.BF16) {
                    return scope.of(DType.BF16, checkpoint.bytes(name), wide(shape));
                }
                return scope.of(checkpoint.read(name).values(), wide(shape));
            }

            @Override
            public Nf4Tensor nf4(String name, int rows, int cols) {
                return checkpoint.readNf4(name);
            }
        };
    }

    /**
     * Fresh ones for training from scratch: vectors are one (norms) or zero (biases), matrices normal with deviation 0.02,
     * those that write to the residual stream smaller by √(2 · layers) (Radford et al., 2019).
     */
    static Weights fresh(long seed, int layers) {
        SplittableRandom random = new SplittableRandom(seed);
        return new Weights() {
            @Override
            public Tensor tensor(TensorScope scope, String name, int... shape) {
                return scope.of(draw(random, layers, name, shape).values(), wide(shape));
            }

            @Override
            public Nf4Tensor nf4(String name, int rows, int cols) {
                return Nf4.quantize(draw(random, layers, name, rows, cols).values(), rows, cols);
            }
        };
    }

    private static HostTensor draw(SplittableRandom random, int layers, String name, int... shape) {
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
    }

    private static long[] wide(int[] shape) {
        return Arrays.stream(shape).asLongStream().toArray();
    }
}

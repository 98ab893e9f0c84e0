package dev.millrace.lm.model;

import dev.millrace.lm.checkpoint.Checkpoint;
import dev.millrace.lm.format.ElementType;
import dev.millrace.lm.format.HostTensor;
import dev.millrace.lm.quant.Nf4;
import dev.millrace.lm.quant.Nf4Tensor;
import dev.millrace.lm.torch.DType;
import dev.millrace.lm.torch.Device;
import dev.millrace.lm.torch.Tensor;
import dev.millrace.lm.torch.TensorScope;
import dev.millrace.lm.torch.Torch;
import java.util.Arrays;
import java.util.SplittableRandom;

/** Where a model's tensors come from. */
interface Weights {

    /** Writes the tensor of a name, which holds finite numbers only, into one of its shape. */
    void read(String name, Tensor into);

    /** A matrix in 4 bits. */
    Nf4Tensor nf4(String name, int rows, int cols);

    /** Those of a model folder, which stay readable after it is closed. */
    static Weights of(Checkpoint checkpoint) {
        return new Weights() {
            @Override
            public void read(String name, Tensor into) {
                if (checkpoint.type(name) != ElementType.BF16) {
                    copy(checkpoint.read(name), into);
                } else if (into.type() == DType.BF16 && into.device() == Device.CPU) {
                    checkpoint.read(name, into.bytes());
                } else {
                    try (TensorScope host = Torch.scope(Device.CPU)) {
                        Tensor staged = host.empty(DType.BF16, into.shape());
                        checkpoint.read(name, staged.bytes());
                        into.copyFrom(staged);
                    }
                }
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
            public void read(String name, Tensor into) {
                copy(draw(random, layers, name, narrow(into.shape())), into);
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

    private static void copy(HostTensor tensor, Tensor into) {
        try (TensorScope staging = Torch.scope(into.device())) {
            into.copyFrom(staging.of(tensor.values(), into.shape()));
        }
    }

    private static int[] narrow(long[] shape) {
        return Arrays.stream(shape).mapToInt(Math::toIntExact).toArray();
    }
}

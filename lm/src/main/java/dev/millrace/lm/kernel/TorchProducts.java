package dev.millrace.lm.kernel;

import dev.millrace.lm.torch.Script;
import dev.millrace.lm.torch.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The products as libtorch operators. */
final class TorchProducts implements Products {

    private final Script script = Programs.KERNELS;

    @Override
    public void multiply(Tensor x, Tensor weight, @Nullable Tensor start, @Nullable Bypass bypass, Tensor y) {
        if (start == null) {
            script.run("linear", x, weight, y);
        } else {
            script.run("linear_onto", start, x, weight, y);
        }
        if (bypass != null) {
            script.run("linear_onto", y, bypass.t(), bypass.b(), y);
        }
    }

    @Override
    public void multiplyBackward(Tensor gy, Tensor weight, @Nullable Bypass bypass, Tensor gx) {
        script.run("linear_backward", gy, weight, gx);
        if (bypass != null) {
            script.run("linear_backward_onto", bypass.t(), bypass.b(), gx);
        }
    }

    @Override
    public void reduce(Tensor x, Tensor a, double scale, Tensor t) {
        script.run("reduce", x, a, scale, t);
    }

    @Override
    public void reduceBackward(Tensor gy, Tensor b, List<Block> blocks, double scale, Tensor gt) {
        script.run("reduce_backward", gy, b, scale, gt);
    }

    @Override
    public void weightGradient(Tensor gy, Tensor x, Tensor gradient) {
        script.run("weight_gradient", gy, x, gradient);
    }

    @Override
    public void blockGradient(Tensor gy, Tensor t, Block block, Tensor gradient) {
        script.run("block_gradient", gy, t, block.row(), block.rank(), gradient);
    }

    @Override
    public void biasGradient(Tensor gy, Tensor gradient) {
        script.run("bias_gradient", gy, gradient);
    }
}

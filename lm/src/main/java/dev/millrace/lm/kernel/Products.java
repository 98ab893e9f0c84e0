package dev.millrace.lm.kernel;

import dev.millrace.lm.torch.Script;
import dev.millrace.lm.torch.Tensor;
import dev.millrace.lm.torch.TensorScope;

/**
 * Matrix products and what goes with them. x {@code [tokens, in]}, weight {@code [out, in]}, y {@code [tokens, out]};
 * gradients of weights are f32 and are added to.
 */
public final class Products {

    private static final Script SCRIPT = Programs.KERNELS;

    private Products() {}

    /** {@code y = x · weightᵀ}. */
    public static void multiply(Tensor x, Tensor weight, Tensor y) {
        SCRIPT.run("linear", x, weight, y);
    }

    /** {@code y = start + x · weightᵀ}; start is a bias {@code [out]} or of y's shape, y itself included. */
    public static void multiplyOnto(Tensor start, Tensor x, Tensor weight, Tensor y) {
        SCRIPT.run("linear_onto", start, x, weight, y);
    }

    /** {@code gx = gy · weight}. */
    public static void multiplyBackward(Tensor gy, Tensor weight, Tensor gx) {
        SCRIPT.run("linear_backward", gy, weight, gx);
    }

    public static void weightGradient(Tensor gy, Tensor x, Tensor gradient) {
        SCRIPT.run("weight_gradient", gy, x, gradient);
    }

    public static void biasGradient(Tensor gy, Tensor gradient) {
        SCRIPT.run("bias_gradient", gy, gradient);
    }

    /** Rows of {@code x} by number, {@code out [rows, width]}. */
    public static void gatherRows(Tensor x, Tensor rows, Tensor out) {
        SCRIPT.run("gather_rows", x, rows, out);
    }

    /** The way back: named rows of {@code out} are those of {@code x}, all others zero. */
    public static void scatterRows(Tensor x, Tensor rows, Tensor out) {
        SCRIPT.run("scatter_rows", x, rows, out);
    }

    /** The rows of angle tables {@code [positions, headDim / 2]} for each token. */
    public static Rotation rotation(TensorScope owner, Tensor cos, Tensor sin, Tensor positions) {
        return new Rotation(
                SCRIPT.tensor(owner, cos.type(), "rope_rows", cos, positions),
                SCRIPT.tensor(owner, sin.type(), "rope_rows", sin, positions));
    }
}

package dev.millrace.lm.kernel;

import dev.millrace.lm.torch.Script;
import dev.millrace.lm.torch.Tensor;
import dev.millrace.lm.torch.TensorScope;
import java.util.List;

/**
 * The low-rank bypass of a projection: {@code y += scale · (x · Aᵀ) · Bᵀ}, A {@code [ranks, in]}, B {@code [out, ranks]}.
 * For stacked projections A holds one block of rows for each part, and B is block-diagonal.
 */
public final class LowRank {

    private static final Script SCRIPT = Programs.KERNELS;

    private LowRank() {}

    public static void apply(Tensor x, Tensor a, Tensor b, double scale, Tensor y) {
        SCRIPT.run("lora", x, a, b, scale, y);
    }

    /** Adds to the gradient of A and returns that of {@code x · Aᵀ}, {@code [tokens, ranks]}. */
    public static Tensor gradientOfA(TensorScope owner, Tensor gy, Tensor x, Tensor b, double scale, Tensor gradient) {
        return SCRIPT.tensor(owner, gy.type(), "lora_gradient_a", gy, x, b, scale, gradient);
    }

    /** @param rows the first row of each part's block in B */
    public static void gradientOfB(Tensor gy, Tensor x, Tensor a, double scale, long[] rows, List<Tensor> gradients) {
        SCRIPT.run("lora_gradient_b", gy, x, a, scale, rows, gradients);
    }

    /** {@code gx += gt · A}. */
    public static void inputGradient(Tensor gt, Tensor a, Tensor gx) {
        SCRIPT.run("lora_input_gradient", gt, a, gx);
    }

    /** The same behind a dropout mask. */
    public static void maskedInputGradient(Tensor gt, Tensor a, Tensor mask, Tensor gx) {
        SCRIPT.run("lora_masked_input_gradient", gt, a, mask, gx);
    }

    /** Writes the parts' B into the blocks of the stacked one. */
    public static void stackB(List<Tensor> parts, long[] rows, Tensor b) {
        SCRIPT.run("lora_stack_b", parts, rows, b);
    }

    /** Fills {@code mask} with 0, or 1/keep with probability {@code keep}. */
    public static void dropoutMask(Tensor mask, double keep) {
        SCRIPT.run("dropout_mask", mask, keep);
    }

    public static void mask(Tensor x, Tensor mask, Tensor out) {
        SCRIPT.run("masked", x, mask, out);
    }
}

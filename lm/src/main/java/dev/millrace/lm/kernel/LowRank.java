package dev.millrace.lm.kernel;

import dev.millrace.lm.torch.Script;
import dev.millrace.lm.torch.Tensor;
import java.util.List;

/** What a low-rank bypass needs besides its products: stacking, and dropout of its input. */
public final class LowRank {

    private static final Script SCRIPT = Programs.KERNELS;

    private LowRank() {}

    /** Writes the parts' B into the blocks of the stacked one. */
    public static void stackB(List<Tensor> parts, List<Products.Block> blocks, Tensor b) {
        long[] rows = blocks.stream().mapToLong(Products.Block::row).toArray();
        SCRIPT.run("lora_stack_b", parts, rows, b);
    }

    /** {@code gx += mask * (gt · A)}, the gradient of an input behind a dropout mask. */
    public static void maskedInputGradient(Tensor gt, Tensor a, Tensor mask, Tensor gx) {
        SCRIPT.run("lora_masked_input_gradient", gt, a, mask, gx);
    }

    /** Fills {@code mask} with 0, or 1/keep with probability {@code keep}. */
    public static void dropoutMask(Tensor mask, double keep) {
        SCRIPT.run("dropout_mask", mask, keep);
    }

    public static void mask(Tensor x, Tensor mask, Tensor out) {
        SCRIPT.run("masked", x, mask, out);
    }
}

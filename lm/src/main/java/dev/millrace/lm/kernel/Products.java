package dev.millrace.lm.kernel;

import dev.millrace.lm.torch.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Matrix products of linear layers with their low-rank bypass (Hu et al., 2021), and the gradients of weights.
 *
 * <p>x {@code [tokens, in]}, weight {@code [out, in]}, y {@code [tokens, out]}, all of one element type; gradients of weights
 * are f32 and are added to. The bypass of stacked layers has one A {@code [ranks, in]}, the parts' A one below the other, and
 * one block-diagonal B {@code [out, ranks]}. One thread at a time.
 */
public interface Products {

    /**
     * What is added to a product: {@code t · bᵀ} forward with B, {@code t · b} backward with A.
     *
     * @param t {@code [tokens, ranks]}
     */
    record Bypass(Tensor t, Tensor b) {}

    /**
     * {@code y = start + x · weightᵀ + t · bᵀ}.
     *
     * @param start a bias {@code [out]}, or of y's shape, y itself included; null for zero
     */
    void multiply(Tensor x, Tensor weight, @Nullable Tensor start, @Nullable Bypass bypass, Tensor y);

    /** {@code gx = gy · weight + t · b}. */
    void multiplyBackward(Tensor gy, Tensor weight, @Nullable Bypass bypass, Tensor gx);

    /** {@code t = scale · x · aᵀ}. */
    void reduce(Tensor x, Tensor a, double scale, Tensor t);

    /**
     * {@code gt = scale · gy · b}.
     *
     * @param blocks of b, outside of which it is zero
     */
    void reduceBackward(Tensor gy, Tensor b, List<Block> blocks, double scale, Tensor gt);

    /** {@code gradient += gyᵀ · x}. */
    void weightGradient(Tensor gy, Tensor x, Tensor gradient);

    /** {@code gradient += gyᵀ · t} for one block of B, {@code [rows, ranks]}. */
    void blockGradient(Tensor gy, Tensor t, Block block, Tensor gradient);

    /** {@code gradient [out]} += column sums of gy. */
    void biasGradient(Tensor gy, Tensor gradient);

    /** Rows {@code row ..} and columns {@code rank ..} of a block-diagonal B. */
    record Block(int row, int rows, int rank, int ranks) {}
}

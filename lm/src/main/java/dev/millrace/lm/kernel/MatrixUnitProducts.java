package dev.millrace.lm.kernel;

import dev.millrace.lm.torch.DType;
import dev.millrace.lm.torch.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The products on a processor with units for bf16 matrices (AMX): those of libtorch, which uses them, for many rows in bf16;
 * our own for f32 and for the few rows of decoding, which memory limits.
 */
final class MatrixUnitProducts implements Products {

    private static final int FEW_ROWS = 2;

    private final Products own;
    private final Products torch;

    MatrixUnitProducts(Products own, Products torch) {
        this.own = own;
        this.torch = torch;
    }

    private Products faster(Tensor x) {
        return x.type() == DType.BF16 && x.size(0) > FEW_ROWS ? torch : own;
    }

    @Override
    public void multiply(Tensor x, Tensor weight, @Nullable Tensor start, @Nullable Bypass bypass, Tensor y) {
        faster(x).multiply(x, weight, start, bypass, y);
    }

    @Override
    public void multiplyBackward(Tensor gy, Tensor weight, @Nullable Bypass bypass, Tensor gx) {
        faster(gy).multiplyBackward(gy, weight, bypass, gx);
    }

    @Override
    public void reduce(Tensor x, Tensor a, double scale, Tensor t) {
        faster(x).reduce(x, a, scale, t);
    }

    @Override
    public void reduceBackward(Tensor gy, Tensor b, List<Block> blocks, double scale, Tensor gt) {
        faster(gy).reduceBackward(gy, b, blocks, scale, gt);
    }

    @Override
    public void weightGradient(Tensor gy, Tensor x, Tensor gradient) {
        faster(gy).weightGradient(gy, x, gradient);
    }

    @Override
    public void blockGradient(Tensor gy, Tensor t, Block block, Tensor gradient) {
        faster(gy).blockGradient(gy, t, block, gradient);
    }

    @Override
    public void biasGradient(Tensor gy, Tensor gradient) {
        own.biasGradient(gy, gradient);
    }
}

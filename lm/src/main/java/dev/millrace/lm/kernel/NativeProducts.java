package dev.millrace.lm.kernel;

import dev.millrace.lm.torch.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The products in C ({@code product.h}). */
final class NativeProducts implements Products {

    private static final int AS_IT_IS = 0;
    private static final int TRANSPOSED = 1;

    private final NativeKernels kernels;

    NativeProducts(NativeKernels kernels) {
        this.kernels = kernels;
    }

    @Override
    public void multiply(Tensor x, Tensor weight, @Nullable Tensor start, @Nullable Bypass bypass, Tensor y) {
        product(x, weight, TRANSPOSED, start, bypass, y);
    }

    @Override
    public void multiplyBackward(Tensor gy, Tensor weight, @Nullable Bypass bypass, Tensor gx) {
        product(gy, weight, AS_IT_IS, null, bypass, gx);
    }

    private void product(
            Tensor x, Tensor w, int transposed, @Nullable Tensor start, @Nullable Bypass bypass, Tensor y) {
        boolean oneForAll = start != null && start.elements() != y.elements();
        NativeFunctions.multiply(
                kernels.begin(x),
                x.address(),
                x.size(1),
                x.size(0),
                x.size(1),
                w.address(),
                w.size(1),
                transposed,
                y.size(1),
                1,
                bypass == null ? 0 : bypass.t().address(),
                bypass == null ? 0 : bypass.t().size(1),
                bypass == null ? 0 : bypass.t().size(1),
                bypass == null ? 0 : bypass.b().address(),
                bypass == null ? 0 : bypass.b().size(1),
                start == null ? 0 : start.address(),
                oneForAll ? 0 : y.size(1),
                y.address(),
                y.size(1));
    }

    @Override
    public void reduce(Tensor x, Tensor a, double scale, Tensor t) {
        part(x, 0, x.size(1), a, 0, TRANSPOSED, scale, t, 0, t.size(1));
    }

    @Override
    public void reduceBackward(Tensor gy, Tensor b, List<Block> blocks, double scale, Tensor gt) {
        for (Block block : blocks) {
            long first = (long) block.row() * b.size(1) + block.rank();
            part(gy, block.row(), block.rows(), b, first, AS_IT_IS, scale, gt, block.rank(), block.ranks());
        }
    }

    /** Columns of y from columns of x. */
    private void part(
            Tensor x,
            long column,
            long k,
            Tensor w,
            long firstOfW,
            int transposed,
            double scale,
            Tensor y,
            long columnOfY,
            long columns) {
        long bytes = x.elementBytes();
        NativeFunctions.multiply(
                kernels.begin(x),
                x.address() + bytes * column,
                x.size(1),
                x.size(0),
                k,
                w.address() + bytes * firstOfW,
                w.size(1),
                transposed,
                columns,
                scale,
                0,
                0,
                0,
                0,
                0,
                0,
                0,
                y.address() + bytes * columnOfY,
                y.size(1));
    }

    @Override
    public void weightGradient(Tensor gy, Tensor x, Tensor gradient) {
        NativeFunctions.gradient(
                kernels.begin(x),
                gy.address(),
                gy.size(1),
                gy.size(1),
                x.address(),
                x.size(1),
                x.size(1),
                x.size(0),
                1,
                gradient.address(),
                gradient.size(1),
                0);
    }

    /** With t as the left operand: its few columns are spread, the many of gy are read once. */
    @Override
    public void blockGradient(Tensor gy, Tensor t, Block block, Tensor gradient) {
        NativeFunctions.gradient(
                kernels.begin(gy),
                t.address() + (long) t.elementBytes() * block.rank(),
                t.size(1),
                block.ranks(),
                gy.address() + (long) gy.elementBytes() * block.row(),
                gy.size(1),
                block.rows(),
                gy.size(0),
                1,
                gradient.address(),
                gradient.size(1),
                1);
    }

    @Override
    public void biasGradient(Tensor gy, Tensor gradient) {
        NativeFunctions.column_sums(kernels.begin(gy), gy.address(), gradient.address(), gy.size(0), gy.size(1));
    }
}

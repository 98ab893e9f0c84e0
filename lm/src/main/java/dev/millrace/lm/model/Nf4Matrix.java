package dev.millrace.lm.model;

import dev.millrace.lm.kernel.Kernels;
import dev.millrace.lm.quant.Nf4Tensor;
import dev.millrace.lm.torch.Tensor;
import dev.millrace.lm.torch.TensorScope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A matrix in 4 bits. It is spread out when it is asked for, into memory that all matrices of its shape share; asked for
 * twice in a row, it is still there.
 */
final class Nf4Matrix implements Matrix {

    private final List<Nf4Tensor> parts;
    private final SharedMemory memory;
    private final Kernels kernels;

    Nf4Matrix(List<Nf4Tensor> parts, SharedMemory memory, Kernels kernels) {
        this.parts = parts;
        this.memory = memory;
        this.kernels = kernels;
    }

    @Override
    public Tensor tensor() {
        if (memory.holder != this) {
            spread();
            memory.holder = this;
        }
        return memory.tensor;
    }

    private void spread() {
        try (TensorScope views = memory.owner.child()) {
            int row = 0;
            for (Nf4Tensor part : parts) {
                kernels.dequantize(part, views.narrow(memory.tensor, 0, row, part.rows()));
                row += part.rows();
            }
        }
    }

    /** Room for one matrix of a shape, and whose it is now. */
    static final class SharedMemory {

        private final TensorScope owner;
        private final Tensor tensor;
        private @Nullable Nf4Matrix holder;

        SharedMemory(TensorScope owner, Tensor tensor) {
            this.owner = owner;
            this.tensor = tensor;
        }
    }
}

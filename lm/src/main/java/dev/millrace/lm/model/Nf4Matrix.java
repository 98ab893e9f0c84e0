package dev.millrace.lm.model;

import dev.millrace.lm.torch.Tensor;
import dev.millrace.lm.torch.TensorScope;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A matrix in 4 bits. It is spread out when it is asked for, into memory that all matrices of its shape share; asked for
 * twice in a row, it is still there.
 */
final class Nf4Matrix implements Matrix {

    private final List<Rows> parts;
    private final SharedMemory memory;

    Nf4Matrix(List<Rows> parts, SharedMemory memory) {
        this.parts = parts;
        this.memory = memory;
    }

    /** One of the tensors that are stacked by rows, and what writes it out {@code [rows, in]}. */
    record Rows(int count, Consumer<Tensor> spread) {}

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
            for (Rows part : parts) {
                part.spread().accept(views.narrow(memory.tensor, 0, row, part.count()));
                row += part.count();
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

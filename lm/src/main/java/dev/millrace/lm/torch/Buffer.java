package dev.millrace.lm.torch;

import org.jspecify.annotations.Nullable;

/**
 * A tensor {@code [rows, width]} that is used again for every batch, whatever its number of rows. Its memory is taken at
 * the first use and grows with the largest; what it held before is undefined. Fresh memory for each batch would cost more
 * time in page faults than many kernels take.
 */
public final class Buffer {

    private final TensorScope owner;
    private final DType type;
    private final long width;
    private @Nullable Tensor memory;
    private @Nullable Tensor view;

    public Buffer(TensorScope owner, DType type, long width) {
        this.owner = owner;
        this.type = type;
        this.width = width;
    }

    /** The first {@code rows} rows, valid until another number is asked for. */
    public Tensor rows(int rows) {
        if (view == null || view.size(0) != rows) {
            view = narrow(rows);
        }
        return view;
    }

    private Tensor narrow(int rows) {
        if (view != null) {
            view.close();
        }
        if (memory == null || memory.size(0) < rows) {
            if (memory != null) {
                memory.close();
            }
            memory = owner.empty(type, rows, width);
        }
        return owner.narrow(memory, 0, 0, rows);
    }
}

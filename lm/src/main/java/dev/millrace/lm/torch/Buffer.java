package dev.millrace.lm.torch;

import org.jspecify.annotations.Nullable;

/**
 * A tensor {@code [rows, width]} that is used again for every batch, whatever its number of rows. Its memory is taken at
 * the first use and grows with the largest; what it held before is undefined. Fresh memory for each batch would cost more
 * time in page faults than many kernels take.
 */
public final class Buffer {

    private final Buffers pool;
    private final long width;
    private final int mostRows;
    private @Nullable Tensor memory;
    private @Nullable Tensor view;

    Buffer(Buffers pool, long width, int mostRows) {
        this.pool = pool;
        this.width = width;
        this.mostRows = mostRows;
    }

    /** The first {@code rows} rows, valid until another number is asked for. */
    public Tensor rows(int rows) {
        if (view == null || view.size(0) != rows) {
            view = narrow(rows);
        }
        return view;
    }

    /** What room for so many rows takes. */
    long bytes(int rows) {
        return Math.min(rows, mostRows) * width * pool.type().bytes();
    }

    /** What it takes now. */
    long bytes() {
        return memory == null ? 0 : memory.elements() * pool.type().bytes();
    }

    private Tensor narrow(int rows) {
        if (view != null) {
            view.close();
        }
        if (memory == null || memory.size(0) < rows) {
            if (memory != null) {
                memory.close();
            }
            memory = pool.owner().empty(pool.type(), Math.max(rows, Math.min(pool.reserved(), mostRows)), width);
        }
        return pool.owner().narrow(memory, 0, 0, rows);
    }
}

package dev.millrace.lm.torch;

import java.util.ArrayList;
import java.util.List;

/** Makes {@link Buffer}s of one element type and knows what they take together. They live as long as their owner. */
public final class Buffers {

    private final TensorScope owner;
    private final DType type;
    private final List<Buffer> all = new ArrayList<>();
    private int reserved;

    public Buffers(TensorScope owner, DType type) {
        this.owner = owner;
        this.type = type;
    }

    /** One whose rows are {@code width} elements long. */
    public Buffer of(long width) {
        return of(width, Integer.MAX_VALUE);
    }

    /** The same, of which never more than {@code mostRows} rows are asked for. */
    public Buffer of(long width, int mostRows) {
        Buffer buffer = new Buffer(this, width, mostRows);
        all.add(buffer);
        return buffer;
    }

    /**
     * Memory that is taken from here on has room for so many rows. Growing from batch to batch would leave gaps that nothing
     * else fits into; room that is never written costs nothing.
     */
    public void reserve(int rows) {
        reserved = rows;
    }

    /** What room for so many rows takes in all buffers. */
    public long bytes(int rows) {
        return all.stream().mapToLong(buffer -> buffer.bytes(rows)).sum();
    }

    /** What they take now. */
    public long bytes() {
        return all.stream().mapToLong(Buffer::bytes).sum();
    }

    TensorScope owner() {
        return owner;
    }

    public DType type() {
        return type;
    }

    int reserved() {
        return reserved;
    }
}

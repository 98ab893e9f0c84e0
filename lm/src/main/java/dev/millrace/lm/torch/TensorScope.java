package dev.millrace.lm.torch;

import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import java.nio.ByteBuffer;

/**
 * Makes tensors and owns them: closing it closes every tensor and every scope made from it that is still open. One scope
 * per model, per batch, per generation, so that nothing is left to the garbage collector, which is never in time.
 */
public final class TensorScope implements AutoCloseable {

    private final PtNDManager manager;

    TensorScope(NDManager manager) {
        this.manager = (PtNDManager) manager;
    }

    PtNDManager manager() {
        return manager;
    }

    public TensorScope child() {
        return new TensorScope(manager.newSubManager());
    }

    public Tensor zeros(DType type, long... shape) {
        return Tensors.PROGRAM.tensor(this, type, "zeros", shape, type);
    }

    /** Memory as it happens to be, to be written before it is read. */
    public Tensor empty(DType type, long... shape) {
        return Tensors.PROGRAM.tensor(this, type, "empty", shape, type);
    }

    public Tensor of(float[] values, long... shape) {
        Tensor tensor = empty(DType.F32, shape);
        tensor.floats().put(values);
        return tensor;
    }

    /** A copy of elements in the machine's byte order, from the buffer's position to its limit. */
    public Tensor of(DType type, ByteBuffer elements, long... shape) {
        Tensor tensor = empty(type, shape);
        tensor.bytes().put(elements.duplicate());
        return tensor;
    }

    /** A vector of indices. */
    public Tensor of(int[] values) {
        Tensor tensor = empty(DType.I64, values.length);
        var longs = tensor.longs();
        for (int value : values) {
            longs.put(value);
        }
        return tensor;
    }

    /** A view of {@code count} entries along a dimension; of rows it is contiguous. */
    public Tensor narrow(Tensor tensor, int dimension, long from, long count) {
        return Tensors.PROGRAM.tensor(this, tensor.type(), "narrow", tensor, dimension, from, count);
    }

    /** A copy in another element type, or of a view. */
    public Tensor copy(Tensor tensor, DType type) {
        Tensor copy = empty(type, tensor.shape());
        copy.copyFrom(tensor);
        return copy;
    }

    /** Tensors and child scopes that are open in this scope itself. */
    public int open() {
        return manager.getManagedArrays().size();
    }

    @Override
    public void close() {
        manager.close();
    }
}

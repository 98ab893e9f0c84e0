package dev.millrace.lm.torch;

import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDManager;
import java.nio.ByteBuffer;
import java.nio.LongBuffer;
import java.util.function.Consumer;

/**
 * Makes tensors and owns them: closing it closes every tensor and every scope made from it that is still open. One scope
 * per model, per batch, per generation, so that nothing is left to the garbage collector, which is never in time.
 */
public final class TensorScope implements AutoCloseable {

    private final PtNDManager manager;
    private final Device device;

    TensorScope(NDManager manager, Device device) {
        this.manager = (PtNDManager) manager;
        this.device = device;
    }

    PtNDManager manager() {
        return manager;
    }

    /** Where its tensors lie, and those of the scopes made from it. */
    public Device device() {
        return device;
    }

    public TensorScope child() {
        return new TensorScope(manager.newSubManager(), device);
    }

    public Tensor zeros(DType type, long... shape) {
        return Tensors.PROGRAM.tensor(this, type, "zeros", shape, type, device);
    }

    /** Memory as it happens to be, to be written before it is read. */
    public Tensor empty(DType type, long... shape) {
        return Tensors.PROGRAM.tensor(this, type, "empty", shape, type, device);
    }

    public Tensor of(float[] values, long... shape) {
        return fromHost(DType.F32, tensor -> tensor.floats().put(values), shape);
    }

    /** A copy of elements in the machine's byte order, from the buffer's position to its limit. */
    public Tensor of(DType type, ByteBuffer elements, long... shape) {
        return fromHost(type, tensor -> tensor.bytes().put(elements.duplicate()), shape);
    }

    /** A vector of indices. */
    public Tensor of(int[] values) {
        return fromHost(DType.I64, tensor -> put(values, tensor.longs()), values.length);
    }

    private static void put(int[] values, LongBuffer into) {
        for (int value : values) {
            into.put(value);
        }
    }

    /** Filled where the processor can write, and copied to the device if that is elsewhere. */
    private Tensor fromHost(DType type, Consumer<Tensor> filling, long... shape) {
        Tensor tensor = empty(type, shape);
        if (device == Device.CPU) {
            filling.accept(tensor);
            return tensor;
        }
        try (TensorScope host = Torch.scope(Device.CPU)) {
            Tensor staged = host.empty(type, shape);
            filling.accept(staged);
            tensor.copyFrom(staged);
            return tensor;
        }
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

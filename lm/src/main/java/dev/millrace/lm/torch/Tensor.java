package dev.millrace.lm.torch;

import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;

/**
 * A tensor of libtorch, or a view into another one. It lives until it is closed or until the {@link TensorScope} it came
 * from is; a view keeps the memory it looks into alive. Not thread-safe.
 *
 * <p>The buffers it hands out are the tensor's own memory (native byte order) and are valid while it is open; only
 * contiguous tensors on the processor have one. {@link #toArray} and {@link #putRows} work on every device.
 */
public final class Tensor implements AutoCloseable {

    private final PtNDArray array;
    private final DType type;
    private final Device device;
    private final long[] shape;
    private long address;

    Tensor(PtNDArray array, DType type, Device device) {
        this.array = array;
        this.type = type;
        this.device = device;
        this.shape = array.getShape().getShape();
    }

    PtNDArray array() {
        return array;
    }

    public DType type() {
        return type;
    }

    public Device device() {
        return device;
    }

    /** Extent of one dimension; negative counts from the last. */
    public int size(int dimension) {
        return Math.toIntExact(shape[dimension < 0 ? shape.length + dimension : dimension]);
    }

    public long[] shape() {
        return shape.clone();
    }

    public long elements() {
        return new Shape(shape).size();
    }

    public int elementBytes() {
        return type.bytes();
    }

    /** Where its memory begins, for native code; only for contiguous tensors in the processor's memory. */
    public long address() {
        if (array.isReleased()) {
            throw new IllegalStateException("tensor " + this + " is closed");
        }
        if (address == 0) {
            address = Pointer.nativeValue(Native.getDirectBufferPointer(bytes()));
        }
        return address;
    }

    public ByteBuffer bytes() {
        if (device != Device.CPU) {
            throw new IllegalStateException("tensor " + this + " lies on " + device + ", where Java cannot read it");
        }
        return array.toByteBuffer(true).order(ByteOrder.nativeOrder());
    }

    /** Elements as f32; only for type F32. */
    public FloatBuffer floats() {
        require(DType.F32);
        return bytes().asFloatBuffer();
    }

    /** Elements as 64-bit integers; only for type I64. */
    public LongBuffer longs() {
        require(DType.I64);
        return bytes().asLongBuffer();
    }

    /** A copy of a contiguous F32 tensor's elements, row by row. */
    public float[] toArray() {
        if (device != Device.CPU) {
            try (TensorScope host = Torch.scope(Device.CPU)) {
                return host.copy(this, type).toArray();
            }
        }
        float[] values = new float[Math.toIntExact(elements())];
        floats().get(values);
        return values;
    }

    /** Overwrites whole rows of a contiguous F32 tensor, from {@code row} on. */
    public void putRows(int row, float[] values) {
        int width = Math.toIntExact(elements() / size(0));
        if (device == Device.CPU) {
            floats().position(row * width).put(values);
            return;
        }
        try (TensorScope stage = Torch.scope(device)) {
            long[] rows = shape.clone();
            rows[0] = values.length / width;
            stage.narrow(this, 0, row, rows[0]).copyFrom(stage.of(values, rows));
        }
    }

    /** Takes over the other's elements, converting them to this type. */
    public void copyFrom(Tensor other) {
        Tensors.PROGRAM.run("copy", other, this);
    }

    private void require(DType expected) {
        if (type != expected) {
            throw new IllegalStateException("tensor " + this + " was asked for elements of type " + expected);
        }
    }

    @Override
    public void close() {
        array.close();
    }

    @Override
    public String toString() {
        return type + Arrays.toString(shape);
    }
}

package dev.millrace.lm.format;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.function.Supplier;

/**
 * A tensor about to be written. The bytes (little-endian, row-major) are asked for once, when their turn has come, so that a
 * large model is never held twice.
 */
@SuppressWarnings("ArrayRecordComponent") // a shape is an array throughout the engine
public record TensorData(ElementType type, long[] shape, Supplier<ByteBuffer> bytes) {
    public static TensorData f32(HostTensor tensor) {
        return new TensorData(ElementType.F32, widen(tensor.shape()), () -> {
            ByteBuffer buffer = allocate(tensor, ElementType.F32);
            buffer.asFloatBuffer().put(tensor.values());
            return buffer;
        });
    }

    /** Rounded to nearest even. */
    public static TensorData bf16(HostTensor tensor) {
        return new TensorData(ElementType.BF16, widen(tensor.shape()), () -> {
            ByteBuffer buffer = allocate(tensor, ElementType.BF16);
            for (float value : tensor.values()) {
                buffer.putShort(Halves.toBfloat16(value));
            }
            return buffer.flip();
        });
    }

    public static TensorData i64(long[] values, long... shape) {
        return new TensorData(ElementType.I64, shape, () -> {
            ByteBuffer buffer = ByteBuffer.allocate(Math.multiplyExact(values.length, Long.BYTES))
                    .order(ByteOrder.LITTLE_ENDIAN);
            buffer.asLongBuffer().put(values);
            return buffer;
        });
    }

    long size() {
        long size = type.bytes();
        for (long dimension : shape) {
            size = Math.multiplyExact(size, dimension);
        }
        return size;
    }

    private static ByteBuffer allocate(HostTensor tensor, ElementType type) {
        return ByteBuffer.allocate(Math.multiplyExact(tensor.values().length, type.bytes()))
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    private static long[] widen(int[] shape) {
        long[] wide = new long[shape.length];
        for (int i = 0; i < shape.length; i++) {
            wide[i] = shape[i];
        }
        return wide;
    }
}

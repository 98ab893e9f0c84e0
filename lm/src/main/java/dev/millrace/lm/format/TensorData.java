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

    /** Values that are asked for when their turn has come, as F32, or rounded to nearest even as BF16 or F16. */
    public static TensorData of(ElementType type, int[] shape, Supplier<HostTensor> values) {
        return new TensorData(type, widen(shape), () -> encode(type, values.get()));
    }

    private static ByteBuffer encode(ElementType type, HostTensor tensor) {
        return switch (type) {
            case F32 -> f32(tensor).bytes().get();
            case BF16 -> bf16(tensor).bytes().get();
            case F16 -> f16(tensor);
            case I64, I32, U8 -> throw new IllegalArgumentException("weights are not written as " + type);
        };
    }

    private static ByteBuffer f16(HostTensor tensor) {
        ByteBuffer buffer = allocate(tensor, ElementType.F16);
        for (float value : tensor.values()) {
            buffer.putShort(Halves.toFiniteFloat16(value));
        }
        return buffer.flip();
    }

    /** Bytes as they are. */
    public static TensorData u8(int[] shape, Supplier<ByteBuffer> bytes) {
        return new TensorData(ElementType.U8, widen(shape), bytes);
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

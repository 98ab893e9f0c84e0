package dev.millrace.lm.gguf;

import dev.millrace.lm.format.FormatException;
import dev.millrace.lm.format.HostTensor;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.function.Supplier;

/**
 * A tensor about to be written. The bytes (little-endian) are asked for once, when their turn has come, so that a large model
 * is never held twice.
 *
 * @param shape row-major; rows are whole blocks of the type
 */
@SuppressWarnings("ArrayRecordComponent") // a shape is an array throughout the engine
public record GgufTensor(String name, GgmlType type, long[] shape, Supplier<ByteBuffer> data) {
    public GgufTensor {
        if (shape.length == 0 || shape[shape.length - 1] % type.blockElements() != 0) {
            throw new IllegalArgumentException(name + " " + Arrays.toString(shape) + " cannot be " + type
                    + ", expected rows of whole blocks of " + type.blockElements());
        }
    }

    /** Values in a type that {@link GgmlBlocks} can write. */
    public static GgufTensor of(String name, GgmlType type, long[] shape, Supplier<HostTensor> values) {
        return new GgufTensor(name, type, shape, () -> {
            try {
                return GgmlBlocks.encode(type, values.get().values());
            } catch (ArithmeticException e) {
                throw new FormatException("the tensor " + name + ": " + e.getMessage(), e);
            }
        });
    }

    long bytes() {
        return type.bytes(Arrays.stream(shape).reduce(1, Math::multiplyExact));
    }
}

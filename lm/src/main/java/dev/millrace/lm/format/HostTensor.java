package dev.millrace.lm.format;

import java.util.Arrays;

/** An f32 tensor in Java memory, row-major. Values are shared, not copied. */
@SuppressWarnings("ArrayRecordComponent") // the arrays are the point: no copy on the way to and from the engine
public record HostTensor(int[] shape, float[] values) {
    public HostTensor {
        long elements = elements(shape);
        if (elements != values.length) {
            throw new IllegalArgumentException("A tensor of shape " + Arrays.toString(shape) + " has " + elements
                    + " values, but " + values.length + " were given");
        }
    }

    public static HostTensor zeros(int... shape) {
        return new HostTensor(shape, new float[Math.toIntExact(elements(shape))]);
    }

    private static long elements(int[] shape) {
        long elements = 1;
        for (int size : shape) {
            elements = Math.multiplyExact(elements, size);
        }
        return elements;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof HostTensor that
                && Arrays.equals(shape, that.shape)
                && Arrays.equals(values, that.values);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(shape) + Arrays.hashCode(values);
    }

    @Override
    public String toString() {
        return "HostTensor" + Arrays.toString(shape);
    }
}

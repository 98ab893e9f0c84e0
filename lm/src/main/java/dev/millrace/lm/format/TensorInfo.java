package dev.millrace.lm.format;

import java.util.Arrays;

/** What a safetensors header says of one tensor. The shape is the caller's to read, not to change. */
@SuppressWarnings("ArrayRecordComponent") // a shape is an array throughout the engine
public record TensorInfo(String name, ElementType type, long[] shape, long bytes) {
    /** Number of elements; 1 for a scalar. */
    public long elements() {
        return bytes / type.bytes();
    }

    @Override
    public String toString() {
        return name + " " + type + Arrays.toString(shape);
    }
}

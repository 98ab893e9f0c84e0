package dev.millrace.lm.gguf;

import java.util.Arrays;

/**
 * What a GGUF header says of one tensor.
 *
 * @param shape row-major, {@code [rows, columns]} as checkpoints have it; the file has it the other way round
 * @param offset from where the file's data begins
 */
@SuppressWarnings("ArrayRecordComponent") // a shape is an array throughout the engine
public record GgufTensorInfo(String name, GgmlType type, long[] shape, long offset, long bytes) {
    public long elements() {
        return Arrays.stream(shape).reduce(1, (a, b) -> a * b);
    }

    long end() {
        return offset + bytes;
    }

    @Override
    public String toString() {
        return name + " " + type + Arrays.toString(shape);
    }
}

package dev.millrace.lm.gguf;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The value of a metadata key. Whole numbers are {@link Long}, real ones {@link Double}, of whatever width in the file. */
public sealed interface GgufValue {

    /** How a value is stored. */
    enum Type {
        U8(0, 1),
        I8(1, 1),
        U16(2, 2),
        I16(3, 2),
        U32(4, 4),
        I32(5, 4),
        F32(6, 4),
        BOOL(7, 1),
        STRING(8, Long.BYTES),
        ARRAY(9, Integer.BYTES + Long.BYTES),
        U64(10, 8),
        I64(11, 8),
        F64(12, 8);

        private final int code;
        private final int leastBytes;

        Type(int code, int leastBytes) {
            this.code = code;
            this.leastBytes = leastBytes;
        }

        static Optional<Type> ofCode(long code) {
            return Arrays.stream(values()).filter(type -> type.code == code).findFirst();
        }

        int code() {
            return code;
        }

        /** What the shortest value of the type takes. */
        int leastBytes() {
            return leastBytes;
        }
    }

    Type type();

    /** A {@link Long}, {@link Double}, {@link Boolean} or {@link String}. */
    record Scalar(Type type, Object value) implements GgufValue {
        /** A 32-bit number in the digits that tell it from its neighbours. */
        @Override
        public String toString() {
            return type == Type.F32 && value instanceof Double real
                    ? Float.toString(real.floatValue())
                    : value.toString();
        }
    }

    /** A list of scalars of one type. */
    record Array(Type elementType, List<Object> values) implements GgufValue {
        @Override
        public Type type() {
            return Type.ARRAY;
        }

        @Override
        public String toString() {
            return values.size() + " x " + elementType;
        }
    }

    static GgufValue text(String value) {
        return new Scalar(Type.STRING, value);
    }

    static GgufValue u32(long value) {
        return new Scalar(Type.U32, value);
    }

    static GgufValue f32(double value) {
        return new Scalar(Type.F32, value);
    }

    static GgufValue flag(boolean value) {
        return new Scalar(Type.BOOL, value);
    }

    static GgufValue texts(List<String> values) {
        return new Array(Type.STRING, List.copyOf(values));
    }

    static GgufValue i32s(int[] values) {
        List<Object> boxed = new ArrayList<>(values.length);
        for (int value : values) {
            boxed.add((long) value);
        }
        return new Array(Type.I32, boxed);
    }

    static GgufValue f32s(float[] values) {
        List<Object> boxed = new ArrayList<>(values.length);
        for (float value : values) {
            boxed.add((double) value);
        }
        return new Array(Type.F32, boxed);
    }
}

package dev.millrace.lm.gguf;

import dev.millrace.lm.format.Halves;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * The contents of ggml's blocks, as its reference code ({@code quantize_row_*_ref}, {@code dequantize_row_*} in
 * {@code ggml-quants.c}) defines them.
 *
 * <ul>
 *   <li>{@code Q8_0}: 32 weights as an f16 scale {@code d = absmax / 127} and bytes {@code q = round(x / d)}; {@code x = d q}.
 *   <li>{@code Q4_0}: 32 weights as an f16 scale {@code d = m / -8}, m the weight of largest magnitude with its sign, and 16
 *       bytes, weight i in the low and weight i + 16 in the high nibble: {@code q = min(15, floor(x / d + 8.5))}; {@code x = d
 *       (q - 8)}.
 * </ul>
 *
 * All arithmetic is f32, each operation rounded: bytes equal those of llama.cpp's Python package, and those of its C code
 * where the compiler does not fuse the multiplication with the addition.
 */
final class GgmlBlocks {
    private static final int BLOCK = 32;
    private static final int HALF = BLOCK / 2;

    private GgmlBlocks() {}

    /**
     * Finite weights as little-endian bytes, from position 0 to the limit.
     *
     * @throws ArithmeticException for a weight that 16 bits cannot hold
     */
    static ByteBuffer encode(GgmlType type, float[] values) {
        ByteBuffer out =
                ByteBuffer.allocate(Math.toIntExact(type.bytes(values.length))).order(ByteOrder.LITTLE_ENDIAN);
        switch (type) {
            case F32 -> out.asFloatBuffer().put(values);
            case F16 -> encodeF16(values, out);
            case BF16 -> encodeBf16(values, out);
            case Q8_0 -> encodeQ8(values, out);
            case Q4_0 -> encodeQ4(values, out);
            default ->
                throw new IllegalArgumentException(type + " is not written, expected F32, F16, BF16, Q8_0 or Q4_0");
        }
        return out.rewind();
    }

    /** So many weights from little-endian bytes. */
    static float[] decode(GgmlType type, ByteBuffer in, int elements) {
        float[] values = new float[elements];
        switch (type) {
            case F32 -> in.asFloatBuffer().get(values);
            case F16 -> {
                for (int i = 0; i < elements; i++) {
                    values[i] = Halves.fromFloat16(in.getShort());
                }
            }
            case BF16 -> {
                for (int i = 0; i < elements; i++) {
                    values[i] = Halves.fromBfloat16(in.getShort());
                }
            }
            case Q8_0 -> decodeQ8(in, values);
            case Q4_0 -> decodeQ4(in, values);
            default -> throw new IllegalArgumentException(type + " is not read, expected F32, F16, BF16, Q8_0 or Q4_0");
        }
        return values;
    }

    private static void encodeF16(float[] values, ByteBuffer out) {
        for (float value : values) {
            out.putShort(Halves.toFiniteFloat16(value));
        }
    }

    private static void encodeBf16(float[] values, ByteBuffer out) {
        for (float value : values) {
            out.putShort(Halves.toBfloat16(value));
        }
    }

    private static void encodeQ8(float[] values, ByteBuffer out) {
        for (int from = 0; from < values.length; from += BLOCK) {
            float d = Math.abs(values[largest(values, from)]) / 127;
            float inverse = d == 0 ? 0 : 1 / d;
            out.putShort(Halves.toFiniteFloat16(d));
            for (int i = from; i < from + BLOCK; i++) {
                float scaled = values[i] * inverse;
                out.put((byte) (scaled + Math.copySign(0.5, scaled)));
            }
        }
    }

    private static void encodeQ4(float[] values, ByteBuffer out) {
        for (int from = 0; from < values.length; from += BLOCK) {
            float d = values[largest(values, from)] / -8;
            float inverse = d == 0 ? 0 : 1 / d;
            out.putShort(Halves.toFiniteFloat16(d));
            for (int i = from; i < from + HALF; i++) {
                out.put((byte) (nibble(values[i], inverse) | (nibble(values[i + HALF], inverse) << 4)));
            }
        }
    }

    private static int nibble(float value, float inverse) {
        return Math.min(15, (int) (value * inverse + 8.5f));
    }

    private static int largest(float[] values, int from) {
        int largest = from;
        for (int i = from + 1; i < from + BLOCK; i++) {
            largest = Math.abs(values[i]) > Math.abs(values[largest]) ? i : largest;
        }
        return largest;
    }

    private static void decodeQ8(ByteBuffer in, float[] values) {
        for (int from = 0; from < values.length; from += BLOCK) {
            float d = Halves.fromFloat16(in.getShort());
            for (int i = from; i < from + BLOCK; i++) {
                values[i] = in.get() * d;
            }
        }
    }

    private static void decodeQ4(ByteBuffer in, float[] values) {
        for (int from = 0; from < values.length; from += BLOCK) {
            float d = Halves.fromFloat16(in.getShort());
            for (int i = from; i < from + HALF; i++) {
                int pair = in.get();
                values[i] = ((pair & 15) - 8) * d;
                values[i + HALF] = (((pair >> 4) & 15) - 8) * d;
            }
        }
    }
}

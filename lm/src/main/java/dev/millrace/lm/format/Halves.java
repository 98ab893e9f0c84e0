package dev.millrace.lm.format;

/** The two 16-bit float formats, to and from f32. Rounding is to nearest even, NaN stays NaN. */
public final class Halves {
    private static final int HALF_EXPONENT_SHIFT = 10;
    private static final int HALF_MANTISSA = 0x3ff;

    private Halves() {}

    /** bf16 is the upper half of an f32. */
    public static float fromBfloat16(short bits) {
        return Float.intBitsToFloat(bits << 16);
    }

    public static short toBfloat16(float value) {
        int bits = Float.floatToRawIntBits(value);
        if (Float.isNaN(value)) {
            return (short) ((bits >>> 16) | 0x40);
        }
        return (short) ((bits + 0x7fff + ((bits >>> 16) & 1)) >>> 16);
    }

    /** IEEE 754 binary16, subnormals included. */
    public static float fromFloat16(short bits) {
        int sign = (bits & 0x8000) << 16;
        int exponent = (bits >>> HALF_EXPONENT_SHIFT) & 0x1f;
        int mantissa = bits & HALF_MANTISSA;
        if (exponent == 0) {
            float magnitude = mantissa * 0x1p-24f;
            return sign == 0 ? magnitude : -magnitude;
        }
        int wide = exponent == 0x1f ? 0xff : exponent + 112;
        return Float.intBitsToFloat(sign | (wide << 23) | (mantissa << 13));
    }
}

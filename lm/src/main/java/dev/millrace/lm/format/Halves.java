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

    /** Beyond 65504 it becomes infinite, below 2⁻²⁵ zero. */
    public static short toFloat16(float value) {
        int bits = Float.floatToRawIntBits(value);
        int sign = (bits >>> 16) & 0x8000;
        int magnitude = bits & 0x7fffffff;
        if (magnitude > 0x7f800000) {
            return (short) (sign | 0x7e00);
        }
        if (magnitude >= 0x477ff000) {
            return (short) (sign | 0x7c00);
        }
        if (magnitude < 0x38800000) {
            // subnormal: rint counts multiples of 2⁻²⁴ and rounds to nearest even
            return (short) (sign | (int) Math.rint(Float.intBitsToFloat(magnitude) * 0x1p24));
        }
        int rounded = magnitude - 0x38000000 + 0xfff + ((magnitude >>> 13) & 1);
        return (short) (sign | (rounded >>> 13));
    }

    /** @throws ArithmeticException for a finite value that would become infinite */
    public static short toFiniteFloat16(float value) {
        short bits = toFloat16(value);
        if (Float.isInfinite(fromFloat16(bits))) {
            throw new ArithmeticException(
                    value + " is too large for 16-bit floats, expected at most 65504; choose F32 or BF16");
        }
        return bits;
    }
}

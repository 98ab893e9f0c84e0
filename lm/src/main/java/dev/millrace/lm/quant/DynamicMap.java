package dev.millrace.lm.quant;

import java.util.Arrays;

/**
 * The signed dynamic 8-bit data type of Dettmers' "8-Bit Approximations for Parallelism in Deep Learning", as bitsandbytes
 * uses it for second-level constants: 256 ascending values in (-1, 1].
 *
 * <p>For each of seven decades 10⁻⁶ … 10⁰ the interval [0.1, 1] is cut into 1, 2, 4 … 64 equal parts, whose midpoints times
 * the decade are values, with both signs; 0 and 1 complete the set. So small numbers have fine relative steps over six
 * decades, large ones fine absolute steps.
 */
final class DynamicMap {
    private static final int DECADES = 7;
    private static final float FIRST = 0.1f;
    private static final float[] VALUES = ascending();
    private static final float[] MIDPOINTS = Nf4.midpoints(VALUES);

    private DynamicMap() {}

    /** Index of the nearest value; ties go down. */
    static byte encode(float value) {
        int at = Arrays.binarySearch(MIDPOINTS, value);
        return (byte) (at >= 0 ? at : -at - 1);
    }

    static float[] values() {
        return VALUES.clone();
    }

    static float decode(byte code) {
        return VALUES[code & 0xff];
    }

    private static float[] ascending() {
        float[] values = new float[256];
        int count = 0;
        for (int decade = 0; decade < DECADES; decade++) {
            int parts = 1 << decade;
            float scale = (float) Math.pow(10, decade - DECADES + 1);
            for (int part = 0; part < parts; part++) {
                float middle = (boundary(part, parts) + boundary(part + 1, parts)) / 2 * scale;
                values[count++] = middle;
                values[count++] = -middle;
            }
        }
        values[count++] = 0;
        values[count] = 1;
        Arrays.sort(values);
        return values;
    }

    /** With the rounding of torch.linspace, which counts from the nearer end. */
    private static float boundary(int part, int parts) {
        float step = (1 - FIRST) / parts;
        return part < (parts + 1) / 2 ? Math.fma(step, part, FIRST) : Math.fma(-step, parts - part, 1);
    }
}

package dev.millrace.lm.quant;

import java.util.Arrays;

/**
 * The dynamic 8-bit data types of Dettmers' "8-Bit Approximations for Parallelism in Deep Learning", as bitsandbytes uses them for
 * second-level constants and optimizer states: {@value #SIZE} ascending values, up to 1.
 *
 * <p>For each of seven decades 10⁻⁶ … 10⁰ the interval [0.1, 1] is cut into equal parts, twice as many as in the decade below,
 * whose midpoints times the decade are values; 0 and 1 complete the set. The signed type begins with one part and has every value
 * with both signs, the unsigned one begins with two. So small numbers have fine relative steps over six decades, large ones
 * fine absolute steps.
 */
public final class DynamicMap {
    public static final int SIZE = 256;

    public static final DynamicMap SIGNED = new DynamicMap(true);
    public static final DynamicMap UNSIGNED = new DynamicMap(false);

    private static final int DECADES = 7;
    private static final float FIRST = 0.1f;

    private final float[] values;
    private final float[] midpoints;

    private DynamicMap(boolean signed) {
        values = ascending(signed);
        midpoints = Nf4.midpoints(values);
    }

    /** Index of the nearest value; ties go down. */
    byte encode(float value) {
        int at = Arrays.binarySearch(midpoints, value);
        return (byte) (at >= 0 ? at : -at - 1);
    }

    float decode(byte code) {
        return values[code & 0xff];
    }

    /** By code. */
    public float[] values() {
        return values.clone();
    }

    /** Between neighbouring values; one less than there are values. */
    public float[] midpoints() {
        return midpoints.clone();
    }

    private static float[] ascending(boolean signed) {
        float[] values = new float[SIZE];
        int count = 0;
        for (int decade = 0; decade < DECADES; decade++) {
            int parts = signed ? 1 << decade : 2 << decade;
            float scale = (float) Math.pow(10, decade - DECADES + 1);
            for (int part = 0; part < parts; part++) {
                float middle = (boundary(part, parts) + boundary(part + 1, parts)) / 2 * scale;
                values[count++] = middle;
                if (signed) {
                    values[count++] = -middle;
                }
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

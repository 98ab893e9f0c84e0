package dev.millrace.lm.quant;

import java.nio.ByteBuffer;

/**
 * 4-bit NormalFloat with double quantization (QLoRA, Dettmers et al. 2023), bit-compatible with bitsandbytes.
 *
 * <p>Weights in row-major order are cut into blocks of {@value #BLOCK}; each block is divided by its largest absolute value
 * (absmax) and every quotient is rounded to the nearest of 16 levels. The absmax values are quantized in turn: their mean is
 * taken off, and blocks of {@value #ABSMAX_BLOCK} are divided by their own absmax and rounded to the dynamic 8-bit map. That
 * makes 4 + 8/64 + 32/(64·256) = 4.127 bits a weight.
 */
public final class Nf4 {
    /** Weights that share one absmax. */
    public static final int BLOCK = 64;

    /** Absmax values that share one scale. */
    public static final int ABSMAX_BLOCK = 256;

    /** Code of the level 0. */
    static final int ZERO = 7;

    @SuppressWarnings("FloatingPointLiteralPrecision") // the digits as published
    private static final float[] LEVELS = {
        -1.0f,
        -0.6961928009986877f,
        -0.5250730514526367f,
        -0.39491748809814453f,
        -0.28444138169288635f,
        -0.18477343022823334f,
        -0.09105003625154495f,
        0.0f,
        0.07958029955625534f,
        0.16093020141124725f,
        0.24611230194568634f,
        0.33791524171829224f,
        0.44070982933044434f,
        0.5626170039176941f,
        0.7229568362236023f,
        1.0f
    };

    private static final float[] MIDPOINTS = midpoints(LEVELS);

    private Nf4() {}

    /** The 16 levels, ascending: quantiles of a normal distribution, rescaled to [-1, 1] (QLoRA, appendix E). */
    public static float[] levels() {
        return LEVELS.clone();
    }

    /** The 256 values, ascending, that a quantized absmax stands for before scale and offset. */
    public static float[] absmaxValues() {
        return DynamicMap.SIGNED.values();
    }

    /** Quantizes {@code rows × cols} finite weights. */
    public static Nf4Tensor quantize(float[] weights, int rows, int cols) {
        if (weights.length != Math.multiplyExact(rows, cols)) {
            throw new IllegalArgumentException("Found " + weights.length + " weights, expected " + rows + " x " + cols);
        }
        float[] absmax = new float[(weights.length + BLOCK - 1) / BLOCK];
        ByteBuffer packed = NativeMemory.allocate((weights.length + 1) / 2);
        for (int block = 0; block < absmax.length; block++) {
            int from = block * BLOCK;
            int to = Math.min(from + BLOCK, weights.length);
            checkFinite(weights, from, to, cols);
            absmax[block] = Scaling.absmax(weights, from, to, BLOCK, 0);
            pack(weights, from, to, new Scaling(absmax[block], to - from == BLOCK), packed);
        }
        return AbsmaxQuantizer.quantize(rows, cols, packed, absmax);
    }

    private static void checkFinite(float[] weights, int from, int to, int cols) {
        for (int i = from; i < to; i++) {
            if (!Float.isFinite(weights[i])) {
                throw new IllegalArgumentException("Weight [" + i / cols + ", " + i % cols + "] is " + weights[i]
                        + ", expected a finite number; the weights are damaged");
            }
        }
    }

    /** The first of two codes goes into the high nibble; a last one without a second is followed by that of 0. */
    private static void pack(float[] weights, int from, int to, Scaling scaling, ByteBuffer packed) {
        for (int i = from; i < to; i += 2) {
            int first = encode(scaling.quotient(weights[i]));
            int second = i + 1 < to ? encode(scaling.quotient(weights[i + 1])) : ZERO;
            packed.put(i >> 1, (byte) ((first << 4) | second));
        }
    }

    /** Nearest level by bisection of the midpoints; ties go down. */
    static int encode(float value) {
        int code = 0;
        for (int step = 8; step > 0; step >>= 1) {
            code += value > MIDPOINTS[code + step - 1] ? step : 0;
        }
        return code;
    }

    static float level(int code) {
        return LEVELS[code];
    }

    static float[] midpoints(float[] ascending) {
        float[] midpoints = new float[ascending.length - 1];
        for (int i = 0; i < midpoints.length; i++) {
            midpoints[i] = (ascending[i] + ascending[i + 1]) / 2;
        }
        return midpoints;
    }
}

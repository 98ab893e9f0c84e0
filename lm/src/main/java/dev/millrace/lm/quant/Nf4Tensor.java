package dev.millrace.lm.quant;

import java.nio.ByteBuffer;

/**
 * A matrix in 4 bits a weight, see {@link Nf4}. Immutable by convention: its memory is shared with the engine, not copied,
 * and may be a file's that is mapped. It is read from position 0 to the buffers' limits, which nobody moves.
 *
 * @param packed two codes a byte, the first in the high nibble, row-major; direct
 * @param absmaxCodes one 8-bit code for each block of 64 weights; direct
 * @param scales one f32 scale for each 256 of those
 * @param offset the mean absmax, added back
 */
@SuppressWarnings("ArrayRecordComponent") // shared, not copied
public record Nf4Tensor(int rows, int cols, ByteBuffer packed, ByteBuffer absmaxCodes, float[] scales, float offset) {
    public Nf4Tensor {
        int weights = Math.multiplyExact(rows, cols);
        require("packed", packed.limit(), (weights + 1) / 2);
        require("absmaxCodes", absmaxCodes.limit(), blocks(weights, Nf4.BLOCK));
        require("scales", scales.length, blocks(absmaxCodes.limit(), Nf4.ABSMAX_BLOCK));
    }

    private static int blocks(int values, int size) {
        return (values + size - 1) / size;
    }

    private static void require(String name, int found, int expected) {
        if (found != expected) {
            throw new IllegalArgumentException(name + " has " + found + " values, expected " + expected);
        }
    }

    /** Bytes held for the weights and their constants. */
    public long bytes() {
        return packed.limit() + absmaxCodes.limit() + 4L * scales.length + Float.BYTES;
    }

    /** The absmax of every block of 64, as restored from 8 bits. */
    public float[] absmax() {
        float[] absmax = new float[absmaxCodes.limit()];
        for (int block = 0; block < absmax.length; block++) {
            absmax[block] = absmax(block);
        }
        return absmax;
    }

    public float[] dequantize() {
        float[] weights = new float[rows * cols];
        for (int i = 0; i < weights.length; i++) {
            weights[i] = Nf4.level(code(i)) * absmax(i / Nf4.BLOCK);
        }
        return weights;
    }

    /** Puts all weights as bf16 at the start of a little-endian buffer. Rounding is to nearest even. */
    public void dequantizeBfloat16(ByteBuffer out) {
        Nf4Dequantizer.toBfloat16(this, out);
    }

    /** Puts all weights as f32 at the start of a little-endian buffer. */
    public void dequantizeFloat32(ByteBuffer out) {
        Nf4Dequantizer.toFloat32(this, out);
    }

    float absmax(int block) {
        return DynamicMap.SIGNED.decode(absmaxCodes.get(block)) * scales[block / Nf4.ABSMAX_BLOCK] + offset;
    }

    int code(int weight) {
        int pair = packed.get(weight >> 1);
        return (weight & 1) == 0 ? (pair >> 4) & 15 : pair & 15;
    }
}

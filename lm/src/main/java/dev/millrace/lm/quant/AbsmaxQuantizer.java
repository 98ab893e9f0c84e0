package dev.millrace.lm.quant;

import java.nio.ByteBuffer;

/** The second level of the double quantization: absmax values to 8 bits. */
final class AbsmaxQuantizer {
    private AbsmaxQuantizer() {}

    static Nf4Tensor quantize(int rows, int cols, ByteBuffer packed, float[] absmax) {
        return quantize(rows, cols, packed, absmax, mean(absmax));
    }

    /** @param offset their mean, which depends on the order of summation by a unit or two in the last place */
    static Nf4Tensor quantize(int rows, int cols, ByteBuffer packed, float[] absmax, float offset) {
        ByteBuffer codes = NativeMemory.allocate(absmax.length);
        float[] scales = new float[(absmax.length + Nf4.ABSMAX_BLOCK - 1) / Nf4.ABSMAX_BLOCK];
        for (int block = 0; block < scales.length; block++) {
            int from = block * Nf4.ABSMAX_BLOCK;
            int to = Math.min(from + Nf4.ABSMAX_BLOCK, absmax.length);
            scales[block] = Scaling.absmax(absmax, from, to, Nf4.ABSMAX_BLOCK, offset);
            Scaling scaling = new Scaling(scales[block], to - from == Nf4.ABSMAX_BLOCK);
            for (int i = from; i < to; i++) {
                codes.put(i, DynamicMap.SIGNED.encode(scaling.quotient(absmax[i] - offset)));
            }
        }
        return new Nf4Tensor(rows, cols, packed, codes, scales, offset);
    }

    private static float mean(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return (float) (sum / values.length);
    }
}

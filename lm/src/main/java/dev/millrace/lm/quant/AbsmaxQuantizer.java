package dev.millrace.lm.quant;

import java.nio.ByteBuffer;

/** The second level of the double quantization: absmax values to 8 bits. */
final class AbsmaxQuantizer {
    private AbsmaxQuantizer() {}

    static Nf4Tensor quantize(int rows, int cols, ByteBuffer packed, float[] absmax) {
        float mean = mean(absmax);
        ByteBuffer codes = ByteBuffer.allocateDirect(absmax.length);
        float[] scales = new float[(absmax.length + Nf4.ABSMAX_BLOCK - 1) / Nf4.ABSMAX_BLOCK];
        for (int block = 0; block < scales.length; block++) {
            int from = block * Nf4.ABSMAX_BLOCK;
            int to = Math.min(from + Nf4.ABSMAX_BLOCK, absmax.length);
            scales[block] = largestDeviation(absmax, from, to, mean);
            for (int i = from; i < to; i++) {
                float deviation = absmax[i] - mean;
                codes.put(i, DynamicMap.encode(scales[block] == 0 ? 0 : deviation / scales[block]));
            }
        }
        return new Nf4Tensor(rows, cols, packed, codes, scales, mean);
    }

    private static float mean(float[] values) {
        double sum = 0;
        for (float value : values) {
            sum += value;
        }
        return (float) (sum / values.length);
    }

    private static float largestDeviation(float[] values, int from, int to, float mean) {
        float max = 0;
        for (int i = from; i < to; i++) {
            max = Math.max(max, Math.abs(values[i] - mean));
        }
        return max;
    }
}

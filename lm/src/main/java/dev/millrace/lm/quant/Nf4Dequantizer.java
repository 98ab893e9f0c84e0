package dev.millrace.lm.quant;

import dev.millrace.lm.format.Halves;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Spreads packed codes over engine memory. Each block multiplies the 16 levels by its absmax once and then only looks up;
 * four bf16 weights are stored as one long.
 */
final class Nf4Dequantizer {
    private static final VarHandle LONG = MethodHandles.byteBufferViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
    private static final int WEIGHTS_PER_LONG = 4;

    private Nf4Dequantizer() {}

    static void toBfloat16(Nf4Tensor tensor, ByteBuffer out) {
        int weights = tensor.rows() * tensor.cols();
        ByteBuffer packed = tensor.packed();
        long[] table = new long[16];
        for (int from = 0; from < weights; from += Nf4.BLOCK) {
            float absmax = tensor.absmax(from / Nf4.BLOCK);
            for (int code = 0; code < table.length; code++) {
                table[code] = Halves.toBfloat16(Nf4.level(code) * absmax) & 0xffffL;
            }
            int whole = Math.min(Nf4.BLOCK, weights - from) / WEIGHTS_PER_LONG * WEIGHTS_PER_LONG + from;
            for (int i = from; i < whole; i += WEIGHTS_PER_LONG) {
                int a = packed.get(i >> 1);
                int b = packed.get((i >> 1) + 1);
                long four =
                        table[(a >> 4) & 15] | table[a & 15] << 16 | table[(b >> 4) & 15] << 32 | table[b & 15] << 48;
                LONG.set(out, 2 * i, four);
            }
            for (int i = whole; i < Math.min(from + Nf4.BLOCK, weights); i++) {
                out.putShort(2 * i, (short) table[tensor.code(i)]);
            }
        }
    }

    static void toFloat32(Nf4Tensor tensor, ByteBuffer out) {
        int weights = tensor.rows() * tensor.cols();
        float[] table = new float[16];
        for (int from = 0; from < weights; from += Nf4.BLOCK) {
            float absmax = tensor.absmax(from / Nf4.BLOCK);
            for (int code = 0; code < table.length; code++) {
                table[code] = Nf4.level(code) * absmax;
            }
            for (int i = from; i < Math.min(from + Nf4.BLOCK, weights); i++) {
                out.putFloat(Float.BYTES * i, table[tensor.code(i)]);
            }
        }
    }
}

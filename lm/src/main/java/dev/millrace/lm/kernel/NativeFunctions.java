package dev.millrace.lm.kernel;

import java.nio.ByteBuffer;

/**
 * The functions of the native library, by the names and with the parameters of {@code exports.c}; shapes and formulas stand
 * beside each kernel there. Tensors are addresses of contiguous memory, row by row; {@code bf16} is 1 where they hold bf16 and
 * 0 where they hold f32. Buffers are direct. Bound by {@link NativeLibraryFile}.
 */
final class NativeFunctions {

    private NativeFunctions() {}

    static native int use_instructions(int most);

    static native int has_matrix_units();

    static native void use_kernel_threads(int threads);

    static native void embed(int bf16, long table, long ids, long x, long rows, long width);

    static native void embed_backward(int bf16, long g, long ids, long gradient, long rows, long width);

    static native void rms_norm(int bf16, long x, long weight, double eps, long h, long rows, long width);

    static native void rms_norm_backward(
            int bf16, long x, long weight, double eps, long gh, long g, long rows, long width);

    static native void rms_norm_weight_gradient(
            int bf16, long x, double eps, long gh, long gradient, long rows, long width);

    static native void head_norm(
            int bf16,
            long qkv,
            long query,
            long key,
            double eps,
            long out,
            long rows,
            long heads,
            long kvHeads,
            long width);

    static native void head_norm_backward(
            int bf16,
            long qkv,
            long query,
            long key,
            double eps,
            long g,
            long rows,
            long heads,
            long kvHeads,
            long width);

    static native void head_norm_weight_gradient(
            int bf16,
            long qkv,
            double eps,
            long g,
            long query,
            long key,
            long rows,
            long heads,
            long kvHeads,
            long width);

    static native void rope(
            int bf16,
            long x,
            long cos,
            long sin,
            double direction,
            long y,
            long rows,
            long heads,
            long width,
            long stride);

    static native void attention(
            int bf16, long qkv, long heads, long kvHeads, long width, long window, long[] spans, long count, long out);

    static native void attention_backward(
            int bf16,
            long qkv,
            long gout,
            long heads,
            long kvHeads,
            long width,
            long window,
            long[] spans,
            long count,
            long gqkv);

    static native void remember(
            int bf16,
            long qkv,
            long rows,
            long heads,
            long kvHeads,
            long width,
            long keys,
            long values,
            long capacity,
            long at);

    static native void attend_to_memory(
            int bf16,
            long qkv,
            long heads,
            long kvHeads,
            long width,
            long keys,
            long values,
            long capacity,
            long low,
            long count,
            long out);

    static native void swiglu(int bf16, long gateUp, long m, long rows, long width);

    static native void swiglu_backward(int bf16, long gateUp, long gm, long rows, long width);

    static native void cross_entropy(int bf16, long logits, long targets, long losses, long rows, long width);

    static native void cross_entropy_backward(
            int bf16, long logits, long targets, double scale, long losses, long rows, long width);

    static native void dequantize(
            int bf16,
            ByteBuffer packed,
            ByteBuffer codes,
            float[] scales,
            float[] map,
            float[] levels,
            double offset,
            long weights,
            long count);

    static native void multiply(
            int bf16,
            long x,
            long xStride,
            long rows,
            long k,
            long w,
            long wStride,
            int transposed,
            long columns,
            double alpha,
            long t,
            long tStride,
            long ranks,
            long b,
            long bStride,
            long start,
            long startStride,
            long y,
            long yStride);

    static native void gradient(
            int bf16,
            long a,
            long aStride,
            long rows,
            long b,
            long bStride,
            long columns,
            long tokens,
            double alpha,
            long c,
            long cStride,
            int across);

    static native void column_sums(int bf16, long g, long sums, long rows, long width);
}

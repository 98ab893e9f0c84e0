package dev.millrace.lm.kernel;

import dev.millrace.lm.quant.Nf4;
import dev.millrace.lm.quant.Nf4Tensor;
import dev.millrace.lm.torch.DType;
import dev.millrace.lm.torch.Tensor;
import dev.millrace.lm.torch.Torch;

/**
 * The kernels in C ({@code src/main/c}), on tensors in the processor's memory. Rows are shared out over as many threads as
 * libtorch uses. What a call gives depends on that number at most, never on timing.
 *
 * <p>All tensors must be contiguous; sizes are not checked again here. Only one thread of a process may be in these kernels
 * with one instruction set while another uses them with another set.
 */
public final class NativeKernels implements Kernels {

    private static final float[] LEVELS = Nf4.levels();
    private static final float[] ABSMAX_MAP = Nf4.absmaxValues();

    /** What the library is set to. */
    private static int threadsInUse;

    private static Instructions instructionsInUse = Instructions.PLAIN;

    private final Instructions instructions;
    private final Products products;

    private NativeKernels(Instructions instructions) {
        this.instructions = instructions;
        Products own = new NativeProducts(this);
        products = NativeFunctions.has_matrix_units() == 1 ? new MatrixUnitProducts(own, new TorchProducts()) : own;
    }

    /**
     * The kernels for the best instruction set of this processor.
     *
     * @param most a better one is not used
     * @throws UnsatisfiedLinkError if there is no library for this platform
     */
    public static NativeKernels load(Instructions most) {
        NativeLibraryFile.bind();
        return new NativeKernels(use(most));
    }

    private static synchronized Instructions use(Instructions most) {
        instructionsInUse = Instructions.of(NativeFunctions.use_instructions(most.code()));
        return instructionsInUse;
    }

    /** The set that is used. */
    public Instructions instructions() {
        return instructions;
    }

    /** Sets the library to these instructions and the engine's threads; gives the number of the element type. */
    int begin(Tensor tensor) {
        if (instructionsInUse != instructions) {
            use(instructions);
        }
        int threads = Torch.threads();
        if (threadsInUse != threads) {
            NativeFunctions.use_kernel_threads(threads);
            threadsInUse = threads;
        }
        return tensor.type() == DType.BF16 ? 1 : 0;
    }

    @Override
    public Products products() {
        return products;
    }

    private static long width(Tensor tensor) {
        return tensor.size(-1);
    }

    private static long rows(Tensor tensor) {
        return tensor.elements() / width(tensor);
    }

    @Override
    public void embed(Tensor table, Tensor ids, Tensor x) {
        NativeFunctions.embed(begin(x), table.address(), ids.address(), x.address(), rows(x), width(x));
    }

    @Override
    public void embedBackward(Tensor g, Tensor ids, Tensor gradient) {
        NativeFunctions.embed_backward(begin(g), g.address(), ids.address(), gradient.address(), rows(g), width(g));
    }

    @Override
    public void rmsNorm(Tensor x, Tensor weight, double eps, Tensor h) {
        NativeFunctions.rms_norm(begin(x), x.address(), weight.address(), eps, h.address(), rows(x), width(x));
    }

    @Override
    public void rmsNormBackward(Tensor x, Tensor weight, double eps, Tensor gh, Tensor g) {
        NativeFunctions.rms_norm_backward(
                begin(x), x.address(), weight.address(), eps, gh.address(), g.address(), rows(x), width(x));
    }

    @Override
    public void rmsNormWeightGradient(Tensor x, double eps, Tensor gh, Tensor gradient) {
        NativeFunctions.rms_norm_weight_gradient(
                begin(x), x.address(), eps, gh.address(), gradient.address(), rows(x), width(x));
    }

    @Override
    public void headNorm(Tensor qkv, Tensor query, Tensor key, double eps, HeadLayout layout, Tensor out) {
        NativeFunctions.head_norm(
                begin(qkv),
                qkv.address(),
                query.address(),
                key.address(),
                eps,
                out.address(),
                rows(qkv),
                layout.heads(),
                layout.kvHeads(),
                layout.headDim());
    }

    @Override
    public void headNormBackward(Tensor qkv, Tensor query, Tensor key, double eps, HeadLayout layout, Tensor g) {
        NativeFunctions.head_norm_backward(
                begin(qkv),
                qkv.address(),
                query.address(),
                key.address(),
                eps,
                g.address(),
                rows(qkv),
                layout.heads(),
                layout.kvHeads(),
                layout.headDim());
    }

    @Override
    public void headNormWeightGradient(Tensor qkv, double eps, HeadLayout layout, Tensor g, Tensor query, Tensor key) {
        NativeFunctions.head_norm_weight_gradient(
                begin(qkv),
                qkv.address(),
                eps,
                g.address(),
                query.address(),
                key.address(),
                rows(qkv),
                layout.heads(),
                layout.kvHeads(),
                layout.headDim());
    }

    @Override
    public void rope(Tensor qkv, Rotation rotation, HeadLayout layout, Tensor out) {
        turn(qkv, rotation, 1, layout, out);
    }

    @Override
    public void ropeBackward(Tensor g, Rotation rotation, HeadLayout layout) {
        turn(g, rotation, -1, layout, g);
    }

    private void turn(Tensor x, Rotation rotation, double direction, HeadLayout layout, Tensor y) {
        NativeFunctions.rope(
                begin(x),
                x.address(),
                rotation.cos().address(),
                rotation.sin().address(),
                direction,
                y.address(),
                rows(x),
                layout.turning(),
                layout.headDim(),
                width(x));
    }

    @Override
    public void attention(Tensor qkv, HeadLayout layout, Spans spans, Tensor out) {
        NativeFunctions.attention(
                begin(qkv),
                qkv.address(),
                layout.heads(),
                layout.kvHeads(),
                layout.headDim(),
                layout.window(),
                spans.triples(),
                spans.triples().length / 3,
                out.address());
    }

    @Override
    public void attentionBackward(Tensor qkv, Tensor gout, HeadLayout layout, Spans spans, Tensor gqkv) {
        NativeFunctions.attention_backward(
                begin(qkv),
                qkv.address(),
                gout.address(),
                layout.heads(),
                layout.kvHeads(),
                layout.headDim(),
                layout.window(),
                spans.triples(),
                spans.triples().length / 3,
                gqkv.address());
    }

    @Override
    public void remember(Tensor qkv, HeadLayout layout, KeyValues memory, int at) {
        NativeFunctions.remember(
                begin(qkv),
                qkv.address(),
                rows(qkv),
                layout.heads(),
                layout.kvHeads(),
                layout.headDim(),
                memory.keys().address(),
                memory.values().address(),
                memory.keys().size(1),
                at);
    }

    @Override
    public void attendToMemory(Tensor qkv, HeadLayout layout, KeyValues memory, int low, int count, Tensor out) {
        NativeFunctions.attend_to_memory(
                begin(qkv),
                qkv.address(),
                layout.heads(),
                layout.kvHeads(),
                layout.headDim(),
                memory.keys().address(),
                memory.values().address(),
                memory.keys().size(1),
                low,
                count,
                out.address());
    }

    @Override
    public void swiglu(Tensor gateUp, Tensor m) {
        NativeFunctions.swiglu(begin(m), gateUp.address(), m.address(), rows(m), width(m));
    }

    @Override
    public void swigluBackward(Tensor gateUp, Tensor gm) {
        NativeFunctions.swiglu_backward(begin(gm), gateUp.address(), gm.address(), rows(gm), width(gm));
    }

    @Override
    public void crossEntropy(Tensor logits, Tensor targets, Tensor losses) {
        NativeFunctions.cross_entropy(
                begin(logits), logits.address(), targets.address(), losses.address(), rows(logits), width(logits));
    }

    @Override
    public void crossEntropyBackward(Tensor logits, Tensor targets, double scale, Tensor losses) {
        NativeFunctions.cross_entropy_backward(
                begin(logits),
                logits.address(),
                targets.address(),
                scale,
                losses.address(),
                rows(logits),
                width(logits));
    }

    @Override
    public void dequantize(Nf4Tensor weights, Tensor out) {
        NativeFunctions.dequantize(
                begin(out),
                weights.packed(),
                weights.absmaxCodes(),
                weights.scales(),
                ABSMAX_MAP,
                LEVELS,
                weights.offset(),
                out.address(),
                (long) weights.rows() * weights.cols());
    }
}

package dev.millrace.lm.kernel;

import dev.millrace.lm.quant.Nf4Tensor;
import dev.millrace.lm.torch.DType;
import dev.millrace.lm.torch.Script;
import dev.millrace.lm.torch.Tensor;

/** The kernels as libtorch operators: right on every device that libtorch knows, and what faster ones are held against. */
public final class TorchKernels implements Kernels {

    private final Script script = Programs.KERNELS;
    private final Products products = new TorchProducts();

    @Override
    public Products products() {
        return products;
    }

    @Override
    public void embed(Tensor table, Tensor ids, Tensor x) {
        script.run("embed", table, ids, x);
    }

    @Override
    public void embedBackward(Tensor g, Tensor ids, Tensor gradient) {
        script.run("embed_backward", g, ids, gradient);
    }

    @Override
    public void rmsNorm(Tensor x, Tensor weight, double eps, Tensor h) {
        script.run("rms_norm", x, weight, eps, h);
    }

    @Override
    public void rmsNormBackward(Tensor x, Tensor weight, double eps, Tensor gh, Tensor g) {
        script.run("rms_norm_backward", x, weight, eps, gh, g);
    }

    @Override
    public void rmsNormWeightGradient(Tensor x, double eps, Tensor gh, Tensor gradient) {
        script.run("rms_norm_weight_gradient", x, eps, gh, gradient);
    }

    @Override
    public void headNorm(Tensor qkv, Tensor query, Tensor key, double eps, HeadLayout layout, Tensor out) {
        script.run("head_norm", qkv, query, key, eps, layout.heads(), layout.kvHeads(), out);
    }

    @Override
    public void headNormBackward(Tensor qkv, Tensor query, Tensor key, double eps, HeadLayout layout, Tensor g) {
        script.run("head_norm_backward", qkv, query, key, eps, layout.heads(), layout.kvHeads(), g);
    }

    @Override
    public void headNormWeightGradient(Tensor qkv, double eps, HeadLayout layout, Tensor g, Tensor query, Tensor key) {
        script.run("head_norm_weight_gradient", qkv, eps, layout.heads(), layout.kvHeads(), g, query, key);
    }

    @Override
    public void rope(Tensor qkv, Rotation rotation, HeadLayout layout, Tensor out) {
        script.run("rope", qkv, rotation.cos(), rotation.sin(), layout.turning(), layout.headDim(), out);
    }

    @Override
    public void ropeBackward(Tensor g, Rotation rotation, HeadLayout layout) {
        script.run("rope_backward", g, rotation.cos(), rotation.sin(), layout.turning(), layout.headDim());
    }

    @Override
    public void attention(Tensor qkv, HeadLayout layout, Spans spans, Tensor out) {
        script.run(
                "attention",
                qkv,
                layout.kvHeads(),
                layout.group(),
                layout.headDim(),
                layout.window(),
                Spans.BLOCK_ROWS,
                spans.triples(),
                out);
    }

    @Override
    public void attentionBackward(Tensor qkv, Tensor gout, HeadLayout layout, Spans spans, Tensor gqkv) {
        script.run(
                "attention_backward",
                qkv,
                gout,
                layout.kvHeads(),
                layout.group(),
                layout.headDim(),
                layout.window(),
                Spans.BLOCK_ROWS,
                spans.triples(),
                gqkv);
    }

    @Override
    public void remember(Tensor qkv, HeadLayout layout, KeyValues memory, int at) {
        script.run("remember", qkv, memory.keys(), memory.values(), at, layout.heads());
    }

    @Override
    public void attendToMemory(Tensor qkv, HeadLayout layout, KeyValues memory, int low, int count, Tensor out) {
        script.run("attend_to_memory", qkv, memory.keys(), memory.values(), low, count, layout.group(), out);
    }

    @Override
    public void swiglu(Tensor gateUp, Tensor m) {
        script.run("swiglu", gateUp, m);
    }

    @Override
    public void swigluBackward(Tensor gateUp, Tensor gm) {
        script.run("swiglu_backward", gateUp, gm);
    }

    @Override
    public void crossEntropy(Tensor logits, Tensor targets, Tensor losses) {
        script.run("cross_entropy", logits, targets, losses);
    }

    @Override
    public void crossEntropyBackward(Tensor logits, Tensor targets, double scale, Tensor losses) {
        script.run("cross_entropy_backward", logits, targets, scale, losses);
    }

    /** In Java: as libtorch operators the table look-up takes twice as long. */
    @Override
    public void dequantize(Nf4Tensor weights, Tensor out) {
        if (out.type() == DType.BF16) {
            weights.dequantizeBfloat16(out.bytes());
        } else {
            weights.dequantizeFloat32(out.bytes());
        }
    }
}

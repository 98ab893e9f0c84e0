package dev.millrace.lm.kernel;

import dev.millrace.lm.quant.Nf4Tensor;
import dev.millrace.lm.torch.Tensor;

/**
 * The fused operations of a transformer between its matrix products, forward and backward, and those products.
 *
 * <p>Tensors are row-major with one token a row, f32 or bf16 alike; statistics are taken in f32, gradients of weights are
 * f32 and are added to. Results go into tensors of the caller's. One thread at a time. {@link TorchKernels} is the
 * reference; an implementation for one processor must agree with it.
 */
public interface Kernels {

    /** The matrix products that go with these operations. */
    Products products();

    /** {@code x[t] = table[ids[t]]}; table {@code [vocab, hidden]}, ids {@code [tokens]}, x {@code [tokens, hidden]}. */
    void embed(Tensor table, Tensor ids, Tensor x);

    /** Adds the rows of {@code g [tokens, hidden]} to the gradient of the table {@code [vocab, hidden]}. */
    void embedBackward(Tensor g, Tensor ids, Tensor gradient);

    /** {@code h = x / rms(x) * weight} over the last dimension; x and h may be the same tensor. */
    void rmsNorm(Tensor x, Tensor weight, double eps, Tensor h);

    /** Adds the gradient of {@code x} to {@code g}, given that of {@code h}. */
    void rmsNormBackward(Tensor x, Tensor weight, double eps, Tensor gh, Tensor g);

    void rmsNormWeightGradient(Tensor x, double eps, Tensor gh, Tensor gradient);

    /** RMSNorm of every query and key head by itself, values copied; weights {@code [headDim]}. */
    void headNorm(Tensor qkv, Tensor query, Tensor key, double eps, HeadLayout layout, Tensor out);

    /** {@code g}, the gradient of the output, becomes that of {@code qkv}. */
    void headNormBackward(Tensor qkv, Tensor query, Tensor key, double eps, HeadLayout layout, Tensor g);

    void headNormWeightGradient(Tensor qkv, double eps, HeadLayout layout, Tensor g, Tensor query, Tensor key);

    /** Turns queries and keys of {@code qkv [tokens, width]} by their positions and copies the values. */
    void rope(Tensor qkv, Rotation rotation, HeadLayout layout, Tensor out);

    /** Turns the gradient of what {@link #rope} gave back, in place. */
    void ropeBackward(Tensor g, Rotation rotation, HeadLayout layout);

    /** Causal attention within each document; {@code out [tokens, queryWidth]}. */
    void attention(Tensor qkv, HeadLayout layout, Spans spans, Tensor out);

    /** Gradient of {@code qkv}, given that of the output; probabilities are computed again. */
    void attentionBackward(Tensor qkv, Tensor gout, HeadLayout layout, Spans spans, Tensor gqkv);

    /** Writes the keys and values of {@code qkv [tokens, width]} to positions {@code at ..}. */
    void remember(Tensor qkv, HeadLayout layout, KeyValues memory, int at);

    /** Attention of one token over positions {@code low .. low + count}; qkv {@code [1, width]}, out {@code [1, queryWidth]}. */
    void attendToMemory(Tensor qkv, HeadLayout layout, KeyValues memory, int low, int count, Tensor out);

    /** {@code m = silu(gate) * up}; gate and up side by side {@code [tokens, 2 * width]}, m {@code [tokens, width]}. */
    void swiglu(Tensor gateUp, Tensor m);

    /** {@code gateUp} becomes its own gradient. */
    void swigluBackward(Tensor gateUp, Tensor gm);

    /** {@code losses[t] = -log softmax(logits[t])[targets[t]]}, in nats; logits {@code [rows, vocab]}. */
    void crossEntropy(Tensor logits, Tensor targets, Tensor losses);

    /** The same, and {@code logits} become {@code scale} times the gradient of the sum of the losses. */
    void crossEntropyBackward(Tensor logits, Tensor targets, double scale, Tensor losses);

    /** Spreads 4-bit weights over a contiguous tensor {@code [rows, cols]}. */
    void dequantize(Nf4Tensor weights, Tensor out);
}

package dev.millrace.lm.model;

import dev.millrace.lm.format.ModelConfig;
import dev.millrace.lm.kernel.HeadLayout;
import dev.millrace.lm.torch.Buffer;
import dev.millrace.lm.torch.DType;
import dev.millrace.lm.torch.TensorScope;

/** The memory that all layers share, one token a row; gradients are named after what they are gradients of. */
final class Workspace {

    /** A norm's output, {@code [tokens, hidden]}. */
    final Buffer hidden;

    final Buffer hiddenGradient;

    /** Queries, keys and values turned by their positions, {@code [tokens, width]}. */
    final Buffer rotated;

    final Buffer qkvGradient;

    /** {@code [tokens, queryWidth]}. */
    final Buffer attendedGradient;

    /** silu(gate) * up, {@code [tokens, intermediate]}. */
    final Buffer product;

    final Buffer productGradient;

    /** Gradient of the residual stream, {@code [tokens, hidden]}. */
    final Buffer streamGradient;

    Workspace(TensorScope owner, DType type, ModelConfig config, HeadLayout layout) {
        hidden = new Buffer(owner, type, config.hiddenSize());
        hiddenGradient = new Buffer(owner, type, config.hiddenSize());
        rotated = new Buffer(owner, type, layout.width());
        qkvGradient = new Buffer(owner, type, layout.width());
        attendedGradient = new Buffer(owner, type, layout.queryWidth());
        product = new Buffer(owner, type, config.intermediateSize());
        productGradient = new Buffer(owner, type, config.intermediateSize());
        streamGradient = new Buffer(owner, type, config.hiddenSize());
    }
}

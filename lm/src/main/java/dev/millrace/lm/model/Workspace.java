package dev.millrace.lm.model;

import dev.millrace.lm.format.ModelConfig;
import dev.millrace.lm.kernel.HeadLayout;
import dev.millrace.lm.torch.Buffer;
import dev.millrace.lm.torch.Buffers;

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

    Workspace(Buffers buffers, ModelConfig config, HeadLayout layout) {
        hidden = buffers.of(config.hiddenSize());
        hiddenGradient = buffers.of(config.hiddenSize());
        rotated = buffers.of(layout.width());
        qkvGradient = buffers.of(layout.width());
        attendedGradient = buffers.of(layout.queryWidth());
        product = buffers.of(config.intermediateSize());
        productGradient = buffers.of(config.intermediateSize());
        streamGradient = buffers.of(config.hiddenSize());
    }
}

package dev.millrace.lm.kernel;

import dev.millrace.lm.torch.Tensor;

/** Cosine and sine of every token's angles, {@code [tokens, 1, headDim / 2]} f32 each. */
public record Rotation(Tensor cos, Tensor sin) {}

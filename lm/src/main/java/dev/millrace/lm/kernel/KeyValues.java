package dev.millrace.lm.kernel;

import dev.millrace.lm.torch.Tensor;

/** What one layer remembers of the tokens that were read, {@code [kvHeads, capacity, headDim]} each. */
public record KeyValues(Tensor keys, Tensor values) {}

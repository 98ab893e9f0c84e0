package dev.millrace.lm.model;

import dev.millrace.lm.torch.DType;

/**
 * The arithmetic of weights and activations. Norm and softmax statistics, losses, trained parameters and optimizer state
 * are f32 either way.
 */
public enum Precision {
    F32(DType.F32),
    BF16(DType.BF16);

    private final DType type;

    Precision(DType type) {
        this.type = type;
    }

    DType type() {
        return type;
    }
}

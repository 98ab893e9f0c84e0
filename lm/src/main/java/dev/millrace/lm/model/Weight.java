package dev.millrace.lm.model;

import dev.millrace.lm.torch.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A weight of the model in its arithmetic: a matrix {@code [rows, in]} or a vector {@code [rows]}, perhaps several tensors
 * of the checkpoint stacked. While it is trained it has a gradient of the same shape in f32.
 */
final class Weight implements Matrix {

    private final List<Part> parts;
    private final Tensor tensor;
    private @Nullable Tensor gradient;

    Weight(List<Part> parts, Tensor tensor) {
        this.parts = parts;
        this.tensor = tensor;
    }

    List<Part> parts() {
        return parts;
    }

    @Override
    public Tensor tensor() {
        return tensor;
    }

    @Nullable
    Tensor gradient() {
        return gradient;
    }

    void train(Tensor into) {
        gradient = into;
    }
}

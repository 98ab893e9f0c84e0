package dev.millrace.lm.model;

import dev.millrace.lm.kernel.Products;
import dev.millrace.lm.torch.Tensor;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One or more linear layers on the same input, stacked: {@code y = x · Wᵀ + bias}, x {@code [tokens, in]}, W {@code [out,
 * in]}, y {@code [tokens, out]}; beside it, when an adapter is attached, a low-rank bypass.
 */
final class Projection {

    private final List<Part> parts;
    private final int in;
    private final Matrix matrix;
    private final @Nullable Weight bias;
    private @Nullable LoraBypass bypass;

    Projection(List<Part> parts, int in, Matrix matrix, @Nullable Weight bias) {
        this.parts = parts;
        this.in = in;
        this.matrix = matrix;
        this.bias = bias;
    }

    /** Names without the ending {@code .weight}. */
    List<Part> parts() {
        return parts;
    }

    int in() {
        return in;
    }

    int out() {
        return parts.stream().mapToInt(Part::rows).sum();
    }

    Matrix matrix() {
        return matrix;
    }

    @Nullable
    Weight bias() {
        return bias;
    }

    void attach(@Nullable LoraBypass newBypass) {
        bypass = newBypass;
    }

    void forward(Tensor x, Tensor y) {
        if (bias == null) {
            Products.multiply(x, matrix.tensor(), y);
        } else {
            Products.multiplyOnto(bias.tensor(), x, matrix.tensor(), y);
        }
        bypass(x, y);
    }

    /** {@code y = residual + projection of x}. */
    void forwardOnto(Tensor residual, Tensor x, Tensor y) {
        Products.multiplyOnto(residual, x, matrix.tensor(), y);
        bypass(x, y);
    }

    private void bypass(Tensor x, Tensor y) {
        if (bypass != null) {
            bypass.forward(x, y);
        }
    }

    /** Adds to the gradients of what is trained, and writes that of {@code x} unless {@code gx} is null. */
    void backward(Tensor gy, Tensor x, @Nullable Tensor gx) {
        if (gx != null) {
            Products.multiplyBackward(gy, matrix.tensor(), gx);
        }
        if (bypass != null) {
            bypass.backward(gy, x, gx);
        }
        if (matrix instanceof Weight weight && weight.gradient() != null) {
            Products.weightGradient(gy, x, weight.gradient());
        }
        if (bias != null && bias.gradient() != null) {
            Products.biasGradient(gy, bias.gradient());
        }
    }
}

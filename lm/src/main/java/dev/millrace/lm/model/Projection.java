package dev.millrace.lm.model;

import dev.millrace.lm.kernel.Products;
import dev.millrace.lm.kernel.Products.Bypass;
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
    private final Products products;
    private @Nullable LoraBypass bypass;

    Projection(List<Part> parts, int in, Matrix matrix, @Nullable Weight bias, Products products) {
        this.parts = parts;
        this.in = in;
        this.matrix = matrix;
        this.bias = bias;
        this.products = products;
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
        multiply(bias == null ? null : bias.tensor(), x, y);
    }

    /** {@code y = residual + projection of x}. */
    void forwardOnto(Tensor residual, Tensor x, Tensor y) {
        multiply(residual, x, y);
    }

    private void multiply(@Nullable Tensor start, Tensor x, Tensor y) {
        Bypass added = bypass == null ? null : bypass.forward(products, x);
        products.multiply(x, matrix.tensor(), start, added, y);
    }

    /** Adds to the gradients of what is trained, and writes that of {@code x} unless {@code gx} is null. */
    void backward(Tensor gy, Tensor x, @Nullable Tensor gx) {
        Bypass added = bypass == null ? null : bypass.backward(products, gy, x);
        if (gx != null) {
            inputGradient(gy, x, added, gx);
        }
        if (matrix instanceof Weight weight && weight.gradient() != null) {
            products.weightGradient(gy, x, weight.gradient());
        }
        if (bias != null && bias.gradient() != null) {
            products.biasGradient(gy, bias.gradient());
        }
    }

    private void inputGradient(Tensor gy, Tensor x, @Nullable Bypass added, Tensor gx) {
        if (added != null && bypass != null && bypass.drops()) {
            products.multiplyBackward(gy, matrix.tensor(), null, gx);
            bypass.addInputGradient(added, x, gx);
        } else {
            products.multiplyBackward(gy, matrix.tensor(), added, gx);
        }
    }
}

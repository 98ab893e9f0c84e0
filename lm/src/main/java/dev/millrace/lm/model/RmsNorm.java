package dev.millrace.lm.model;

import dev.millrace.lm.kernel.Kernels;
import dev.millrace.lm.torch.Tensor;

/** RMSNorm over the last dimension, {@code [..., width]}. */
record RmsNorm(Weight weight, double eps, Kernels kernels) {

    void forward(Tensor x, Tensor h) {
        kernels.rmsNorm(x, weight.tensor(), eps, h);
    }

    /** Adds the gradient of {@code x} to {@code g}, given that of the output. */
    void backward(Tensor x, Tensor gh, Tensor g) {
        if (weight.gradient() != null) {
            kernels.rmsNormWeightGradient(x, eps, gh, weight.gradient());
        }
        kernels.rmsNormBackward(x, weight.tensor(), eps, gh, g);
    }
}

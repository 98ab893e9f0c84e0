package dev.millrace.lm.model;

import dev.millrace.lm.kernel.HeadLayout;
import dev.millrace.lm.kernel.Kernels;
import dev.millrace.lm.torch.Tensor;

/** RMSNorm of every query head and every key head by itself; weights {@code [headDim]}, values untouched. */
record HeadNorms(Weight query, Weight key, double eps, HeadLayout layout, Kernels kernels) {

    void forward(Tensor qkv, Tensor out) {
        kernels.headNorm(qkv, query.tensor(), key.tensor(), eps, layout, out);
    }

    /** Turns {@code g}, the gradient of the output, into that of {@code qkv}. */
    void backward(Tensor qkv, Tensor g) {
        if (query.gradient() != null && key.gradient() != null) {
            kernels.headNormWeightGradient(qkv, eps, layout, g, query.gradient(), key.gradient());
        }
        kernels.headNormBackward(qkv, query.tensor(), key.tensor(), eps, layout, g);
    }
}

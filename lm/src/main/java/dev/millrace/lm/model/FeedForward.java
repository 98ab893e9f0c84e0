package dev.millrace.lm.model;

import dev.millrace.lm.kernel.Kernels;
import dev.millrace.lm.torch.Tensor;

/** The feed-forward half of a block: {@code y = x + down(swiglu(gateUp(norm(x))))}. */
record FeedForward(RmsNorm norm, Projection gateUp, Projection down, Kernels kernels) {

    /** The first step: gate and up projections {@code [tokens, 2 * intermediate]} of the stream. */
    void expand(Tensor x, LayerActivations kept, Workspace work) {
        Tensor hidden = work.hidden.rows(x.size(0));
        norm.forward(x, hidden);
        gateUp.forward(hidden, kept.gateUp().rows(x.size(0)));
    }

    /** The second: back to the stream's width and onto it. */
    void contract(Tensor x, LayerActivations kept, Workspace work, Tensor y) {
        Tensor product = work.product.rows(x.size(0));
        kernels.swiglu(kept.gateUp().rows(x.size(0)), product);
        down.forwardOnto(x, product, y);
    }

    /** Turns {@code g}, the gradient of y, into that of x; the kept gate and up are used up. */
    void backward(Tensor x, LayerActivations kept, Workspace work, Tensor g) {
        int tokens = x.size(0);
        Tensor expanded = kept.gateUp().rows(tokens);
        Tensor product = work.product.rows(tokens);
        Tensor productGradient = work.productGradient.rows(tokens);
        kernels.swiglu(expanded, product);
        down.backward(g, product, productGradient);
        kernels.swigluBackward(expanded, productGradient);
        Tensor hidden = work.hidden.rows(tokens);
        Tensor hiddenGradient = work.hiddenGradient.rows(tokens);
        norm.forward(x, hidden);
        gateUp.backward(expanded, hidden, hiddenGradient);
        norm.backward(x, hiddenGradient, g);
    }
}

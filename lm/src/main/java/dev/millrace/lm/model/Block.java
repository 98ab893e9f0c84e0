package dev.millrace.lm.model;

import dev.millrace.lm.kernel.Rotation;
import dev.millrace.lm.torch.Tensor;
import java.util.stream.Stream;

/** One layer of the transformer: attention, then feed-forward, each onto the residual stream {@code [tokens, hidden]}. */
record Block(SelfAttention attention, FeedForward feedForward) {

    /** @param y the next layer's input; may be x itself where nothing is kept */
    void forward(
            Tensor x, LayerActivations kept, Workspace work, Rotation rotation, SelfAttention.Attend attend, Tensor y) {
        Tensor middle = kept.middle().rows(x.size(0));
        attention.forward(x, kept, work, rotation, attend, middle);
        feedForward.expand(middle, kept, work);
        feedForward.contract(middle, kept, work, y);
    }

    /** Computes again what {@code keep} did not keep. */
    void restore(
            Keep keep,
            Tensor x,
            LayerActivations kept,
            Workspace work,
            Rotation rotation,
            SelfAttention.Attend attend) {
        Tensor middle = kept.middle().rows(x.size(0));
        if (keep == Keep.INPUTS) {
            attention.forward(x, kept, work, rotation, attend, middle);
        }
        if (keep != Keep.ALL) {
            feedForward.expand(middle, kept, work);
        }
    }

    /** Turns {@code g}, the gradient of the layer's output, into that of its input x. */
    void backward(Tensor x, LayerActivations kept, Workspace work, BatchLayout batch, boolean first, Tensor g) {
        feedForward.backward(kept.middle().rows(x.size(0)), kept, work, g);
        attention.backward(x, kept, work, batch, first, g);
    }

    Stream<Projection> projections() {
        return Stream.of(attention.qkv(), attention.out(), feedForward.gateUp(), feedForward.down());
    }
}

package dev.millrace.lm.model;

import dev.millrace.lm.kernel.HeadLayout;
import dev.millrace.lm.kernel.Kernels;
import dev.millrace.lm.kernel.Rotation;
import dev.millrace.lm.torch.Tensor;
import org.jspecify.annotations.Nullable;

/**
 * The attention half of a block: {@code y = x + out(attention(rope(qkv(norm(x)))))}.
 *
 * @param headNorms norms of every query and key head before rotation (Qwen3), or null
 */
record SelfAttention(
        RmsNorm norm,
        Projection qkv,
        @Nullable HeadNorms headNorms,
        Projection out,
        HeadLayout layout,
        Kernels kernels) {

    /** How rotated queries, keys and values {@code [tokens, width]} become the heads' output {@code [tokens, queryWidth]}. */
    interface Attend {
        void apply(Tensor rotated, Tensor attended);
    }

    void forward(Tensor x, LayerActivations kept, Workspace work, Rotation rotation, Attend attend, Tensor y) {
        int tokens = x.size(0);
        Tensor hidden = work.hidden.rows(tokens);
        Tensor projected = kept.qkv().rows(tokens);
        Tensor rotated = work.rotated.rows(tokens);
        Tensor attended = kept.attended().rows(tokens);
        norm.forward(x, hidden);
        qkv.forward(hidden, projected);
        rotate(projected, rotation, rotated);
        attend.apply(rotated, attended);
        out.forwardOnto(x, attended, y);
    }

    /**
     * Turns {@code g}, the gradient of y, into that of x.
     *
     * @param first nothing before this layer is trained, so that its input needs no gradient
     */
    void backward(Tensor x, LayerActivations kept, Workspace work, BatchLayout batch, boolean first, Tensor g) {
        int tokens = x.size(0);
        Tensor attendedGradient = work.attendedGradient.rows(tokens);
        Tensor projected = kept.qkv().rows(tokens);
        Tensor rotated = work.rotated.rows(tokens);
        Tensor qkvGradient = work.qkvGradient.rows(tokens);
        out.backward(g, kept.attended().rows(tokens), attendedGradient);
        rotate(projected, batch.rotation(), rotated);
        kernels.attentionBackward(rotated, attendedGradient, layout, batch.spans(), qkvGradient);
        rotateBack(projected, batch.rotation(), qkvGradient);
        Tensor hidden = work.hidden.rows(tokens);
        norm.forward(x, hidden);
        if (first) {
            qkv.backward(qkvGradient, hidden, null);
        } else {
            Tensor hiddenGradient = work.hiddenGradient.rows(tokens);
            qkv.backward(qkvGradient, hidden, hiddenGradient);
            norm.backward(x, hiddenGradient, g);
        }
    }

    private void rotate(Tensor projected, Rotation rotation, Tensor rotated) {
        if (headNorms == null) {
            kernels.rope(projected, rotation, layout, rotated);
        } else {
            headNorms.forward(projected, rotated);
            kernels.rope(rotated, rotation, layout, rotated);
        }
    }

    private void rotateBack(Tensor projected, Rotation rotation, Tensor g) {
        kernels.ropeBackward(g, rotation, layout);
        if (headNorms != null) {
            headNorms.backward(projected, g);
        }
    }
}

package dev.millrace.lm.model;

import dev.millrace.lm.kernel.Kernels;
import dev.millrace.lm.kernel.Optimizer;
import dev.millrace.lm.kernel.Products;
import dev.millrace.lm.kernel.Rows;
import dev.millrace.lm.torch.Buffer;
import dev.millrace.lm.torch.Buffers;
import dev.millrace.lm.torch.DType;
import dev.millrace.lm.torch.Tensor;
import dev.millrace.lm.torch.TensorScope;
import java.util.List;

/**
 * From the stream behind the last layer to losses: norm, output matrix, cross-entropy. Only scored positions are looked at,
 * and of their logits only a chunk is in memory at a time.
 */
final class Head {

    /** Logits in memory at a time, in elements: 32 MiB in bf16. The output matrix is gone through once for each chunk of rows. */
    private static final int CHUNK = 1 << 24;

    private static final int MOST_ROWS = 512;

    private final RmsNorm norm;
    private final Weight matrix;
    private final Kernels kernels;
    private final Products products;
    private final Buffer picked;
    private final Buffer pickedGradient;
    private final Buffer hidden;
    private final Buffer hiddenGradient;
    private final Buffer logits;
    private final int chunk;

    Head(Buffers buffers, RmsNorm norm, Weight matrix, Kernels kernels) {
        this.norm = norm;
        this.matrix = matrix;
        this.kernels = kernels;
        this.products = kernels.products();
        long width = matrix.tensor().size(1);
        picked = buffers.of(width);
        pickedGradient = buffers.of(width);
        hidden = buffers.of(width);
        hiddenGradient = buffers.of(width);
        int vocabulary = matrix.tensor().size(0);
        chunk = Math.max(16, Math.min(MOST_ROWS, CHUNK / vocabulary));
        logits = buffers.of(vocabulary, chunk);
    }

    /** Logits {@code [tokens, vocab]} of the last {@code tokens} rows of the stream, as f32. */
    float[] logits(TensorScope batch, Tensor stream, int tokens) {
        Tensor rows = batch.narrow(stream, 0, stream.size(0) - tokens, tokens);
        Tensor normed = hidden.rows(tokens);
        norm.forward(rows, normed);
        Tensor all = batch.empty(stream.type(), tokens, matrix.tensor().size(0));
        products.multiply(normed, matrix.tensor(), null, null, all);
        return batch.copy(all, DType.F32).toArray();
    }

    /** Losses of the scored rows, in order. */
    float[] losses(TensorScope batch, Tensor stream, int[] rows, int[] targets) {
        Tensor normed = pick(batch, stream, rows);
        return inChunks(batch, normed, targets, (part, from, wanted, losses) -> {
            Tensor scores = multiply(part);
            kernels.crossEntropy(scores, wanted, losses);
        });
    }

    /**
     * The same, and {@code g}, the gradient of the stream, is written.
     *
     * @param scale of the sum of losses
     */
    float[] lossesBackward(TensorScope batch, Tensor stream, int[] rows, int[] targets, double scale, Tensor g) {
        Tensor normed = pick(batch, stream, rows);
        Tensor gradient = hiddenGradient.rows(rows.length);
        float[] losses = inChunks(batch, normed, targets, (part, from, wanted, out) -> {
            Tensor scores = multiply(part);
            kernels.crossEntropyBackward(scores, wanted, scale, out);
            try (Tensor partGradient = batch.narrow(gradient, 0, from, part.size(0))) {
                products.multiplyBackward(scores, matrix.tensor(), null, partGradient);
            }
            Tensor matrixGradient = matrix.gradient();
            if (matrixGradient != null) {
                products.weightGradient(scores, part, matrixGradient);
            }
        });
        Tensor onPicked = pickedGradient.rows(rows.length);
        Optimizer.zero(List.of(onPicked));
        norm.backward(picked.rows(rows.length), gradient, onPicked);
        Rows.scatter(onPicked, batch.of(rows), g);
        return losses;
    }

    private Tensor pick(TensorScope batch, Tensor stream, int[] rows) {
        Tensor chosen = picked.rows(rows.length);
        Rows.gather(stream, batch.of(rows), chosen);
        Tensor normed = hidden.rows(rows.length);
        norm.forward(chosen, normed);
        return normed;
    }

    private Tensor multiply(Tensor part) {
        Tensor scores = logits.rows(part.size(0));
        products.multiply(part, matrix.tensor(), null, null, scores);
        return scores;
    }

    /** What is done with some rows of the normed stream. */
    private interface Chunk {
        void accept(Tensor part, int from, Tensor targets, Tensor losses);
    }

    private float[] inChunks(TensorScope batch, Tensor normed, int[] targets, Chunk work) {
        Tensor losses = batch.empty(DType.F32, targets.length);
        Tensor wanted = batch.of(targets);
        for (int from = 0; from < targets.length; from += chunk) {
            int rows = Math.min(chunk, targets.length - from);
            try (TensorScope views = batch.child()) {
                work.accept(
                        views.narrow(normed, 0, from, rows),
                        from,
                        views.narrow(wanted, 0, from, rows),
                        views.narrow(losses, 0, from, rows));
            }
        }
        return losses.toArray();
    }
}

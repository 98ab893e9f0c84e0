package dev.millrace.lm.train;

import dev.millrace.lm.model.LanguageModel;
import dev.millrace.lm.model.Trainable;
import dev.millrace.lm.text.TokenBatch;
import java.util.List;

/** One step: gradients of the mean loss over all scored tokens of some batches, clipped, then AdamW. */
record OptimizerStep(LanguageModel model, Trainable trainable, Optimization optimization) {
    /** What the backward passes gave. */
    record Gradients(double nats, int scored, int tokens, double norm) {
        double loss() {
            return nats / scored;
        }
    }

    /** Sums over batches of unequal size are divided by the true number of scored tokens, so splitting changes nothing. */
    Gradients accumulate(List<TokenBatch> batches) {
        int scored = Math.max(1, batches.stream().mapToInt(TokenBatch::scored).sum());
        trainable.zeroGradients();
        double nats = 0;
        for (TokenBatch batch : batches) {
            nats += model.forwardBackward(batch, 1.0 / scored);
        }
        int tokens = batches.stream().mapToInt(TokenBatch::size).sum();
        return new Gradients(nats, scored, tokens, trainable.gradientNorm());
    }

    void apply(Gradients gradients, double learningRate) {
        double limit = optimization.clipNorm();
        if (limit > 0 && gradients.norm() > limit) {
            trainable.scaleGradients(limit / gradients.norm());
        }
        trainable.step(learningRate, optimization.adamW());
    }
}

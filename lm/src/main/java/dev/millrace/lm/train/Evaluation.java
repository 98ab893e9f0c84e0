package dev.millrace.lm.train;

import dev.millrace.lm.model.LanguageModel;
import dev.millrace.lm.model.Scores;
import dev.millrace.lm.text.TokenBatch;
import java.util.List;

/** The mean loss of a model over a fixed set of batches. */
public record Evaluation(List<TokenBatch> batches) {
    /** No validation split. */
    public static final Evaluation NONE = new Evaluation(List.of());

    public Evaluation {
        batches = List.copyOf(batches);
    }

    /** Nats a scored token; NaN without batches. */
    public double loss(LanguageModel model) {
        double nats = 0;
        long tokens = 0;
        for (TokenBatch batch : batches) {
            Scores scores = model.score(batch);
            nats += scores.totalNats();
            tokens += scores.totalTokens();
        }
        return tokens == 0 ? Double.NaN : nats / tokens;
    }

    boolean isEmpty() {
        return batches.isEmpty();
    }
}

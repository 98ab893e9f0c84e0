package dev.millrace.evaluator.holdout;

import dev.millrace.evaluator.statistics.PairedDifference;
import dev.millrace.lm.model.LanguageModel;
import dev.millrace.lm.model.Scores;
import dev.millrace.lm.text.Document;
import dev.millrace.lm.text.Packer;
import dev.millrace.lm.text.TokenBatch;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;

/** Measures the summed loss of every holdout item, in nats over its scored tokens. */
final class LossMeter {

    private static final int BATCH_TOKENS = 4096;

    private final List<HoldoutItem> items;
    private final List<TokenBatch> batches;

    LossMeter(List<HoldoutItem> items) {
        this.items = items;
        List<Document> documents = items.stream().map(HoldoutItem::document).toList();
        this.batches = new Packer(batchTokens(items)).pack(documents);
    }

    /** How many tokens the model must take at once. */
    static int batchTokens(List<HoldoutItem> items) {
        return Math.max(
                BATCH_TOKENS,
                items.stream().mapToInt(item -> item.document().size()).max().orElse(0));
    }

    /** The model as it is now, adapter included; throws a CancellationException once the thread is interrupted. */
    List<Double> measure(LanguageModel model) {
        List<Double> nats = new ArrayList<>();
        for (TokenBatch batch : batches) {
            if (Thread.currentThread().isInterrupted()) {
                throw new CancellationException("the evaluation was interrupted");
            }
            Scores scores = model.score(batch);
            for (int document = 0; document < scores.documents(); document++) {
                nats.add(scores.nats(document));
            }
        }
        return nats;
    }

    /** Mean loss per scored token. */
    double mean(List<Double> nats) {
        double sum = nats.stream().mapToDouble(Double::doubleValue).sum();
        return sum / items.stream().mapToLong(item -> item.document().scored()).sum();
    }

    /** The one minus the other, item by item. */
    List<PairedDifference> differences(List<Double> one, List<Double> other) {
        List<PairedDifference> differences = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            HoldoutItem item = items.get(i);
            differences.add(new PairedDifference(item.subject(), item.document().scored(), one.get(i) - other.get(i)));
        }
        return differences;
    }
}

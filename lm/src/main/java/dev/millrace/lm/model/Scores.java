package dev.millrace.lm.model;

import dev.millrace.lm.text.TokenBatch;

/** How well a model foretold each document of a batch. Losses are sums over scored tokens, in nats. */
public final class Scores {

    private final double[] nats;
    private final int[] tokens;

    private Scores(int documents) {
        nats = new double[documents];
        tokens = new int[documents];
    }

    /** @param losses of the scored positions, in order */
    static Scores of(TokenBatch batch, float[] losses) {
        Scores scores = new Scores(batch.documents());
        int scored = 0;
        for (int document = 0; document < batch.documents(); document++) {
            int from = batch.starts()[document];
            for (int t = from; t < from + batch.length(document); t++) {
                if (batch.targets()[t] != TokenBatch.IGNORED) {
                    scores.nats[document] += losses[scored++];
                    scores.tokens[document]++;
                }
            }
        }
        return scores;
    }

    public int documents() {
        return nats.length;
    }

    public double nats(int document) {
        return nats[document];
    }

    /** Scored tokens of a document. */
    public int tokens(int document) {
        return tokens[document];
    }

    public double totalNats() {
        double total = 0;
        for (double each : nats) {
            total += each;
        }
        return total;
    }

    public long totalTokens() {
        long total = 0;
        for (int each : tokens) {
            total += each;
        }
        return total;
    }
}

package dev.millrace.lm.text;

import java.util.ArrayList;
import java.util.List;

/** Lays documents one after the other into batches of at most {@code maxTokens}, in their order, without padding. */
public final class Packer {
    private final int maxTokens;

    public Packer(int maxTokens) {
        if (maxTokens < 2) {
            throw new IllegalArgumentException(
                    "A batch of " + maxTokens + " tokens holds no document, expected 2 or more");
        }
        this.maxTokens = maxTokens;
    }

    /** Every document is in exactly one batch. */
    public List<TokenBatch> pack(List<Document> documents) {
        List<TokenBatch> batches = new ArrayList<>();
        int from = 0;
        while (from < documents.size()) {
            int to = from + fitting(documents, from);
            batches.add(concatenate(documents.subList(from, to)));
            from = to;
        }
        return batches;
    }

    /** How many documents, beginning with {@code from}, fit into one batch; at least one. */
    public int fitting(List<Document> documents, int from) {
        int tokens = 0;
        int to = from;
        while (to < documents.size() && tokens + documents.get(to).size() <= maxTokens) {
            tokens += documents.get(to++).size();
        }
        if (to == from) {
            throw new IllegalArgumentException("A document has "
                    + documents.get(from).size() + " tokens, expected at most " + maxTokens + ", the size of a batch");
        }
        return to - from;
    }

    public static TokenBatch concatenate(List<Document> documents) {
        int tokens = documents.stream().mapToInt(Document::size).sum();
        int[] ids = new int[tokens];
        int[] targets = new int[tokens];
        int[] starts = new int[documents.size()];
        int at = 0;
        for (int i = 0; i < documents.size(); i++) {
            Document document = documents.get(i);
            starts[i] = at;
            System.arraycopy(document.ids(), 0, ids, at, document.size());
            System.arraycopy(document.targets(), 0, targets, at, document.size());
            at += document.size();
        }
        return new TokenBatch(ids, targets, starts);
    }
}

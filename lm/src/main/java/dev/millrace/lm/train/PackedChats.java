package dev.millrace.lm.train;

import dev.millrace.lm.text.Document;
import dev.millrace.lm.text.Packer;
import dev.millrace.lm.text.TokenBatch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Encoded conversations, packed without padding, every conversation once an epoch in an order of that epoch's own.
 */
public final class PackedChats implements BatchSource {
    /** A run of conversations in the order of an epoch. */
    private record Slice(int epoch, int from, int to) {}

    private final List<Document> documents;
    private final long seed;
    private final List<Slice> slices = new ArrayList<>();
    private final String fingerprint;

    public PackedChats(List<Document> documents, int batchTokens, int epochs, long seed) {
        if (documents.isEmpty()) {
            throw new IllegalArgumentException("There is no conversation to train on");
        }
        this.documents = List.copyOf(documents);
        this.seed = seed;
        Packer packer = new Packer(batchTokens);
        for (int epoch = 0; epoch < epochs; epoch++) {
            List<Document> ordered = ordered(epoch);
            for (int from = 0; from < ordered.size(); ) {
                int to = from + packer.fitting(ordered, from);
                slices.add(new Slice(epoch, from, to));
                from = to;
            }
        }
        fingerprint = fingerprint(batchTokens);
    }

    @Override
    public long size() {
        return slices.size();
    }

    @Override
    public TokenBatch batch(long index) {
        Slice slice = slices.get(Math.toIntExact(index));
        return Packer.concatenate(ordered(slice.epoch()).subList(slice.from(), slice.to()));
    }

    @Override
    public boolean endsEpoch(long index) {
        return slices.get(Math.toIntExact(index)).to() == documents.size();
    }

    @Override
    public String fingerprint() {
        return fingerprint;
    }

    private List<Document> ordered(int epoch) {
        int[] order = Permutation.of(documents.size(), seed, epoch);
        return Arrays.stream(order).mapToObj(documents::get).toList();
    }

    private String fingerprint(int batchTokens) {
        Fingerprint print = new Fingerprint("chats").add(seed).add(batchTokens).add(slices.size());
        for (Document document : documents) {
            print.add(document.ids()).add(document.targets());
        }
        return print.hex();
    }
}

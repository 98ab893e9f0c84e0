package dev.millrace.lm.train;

import dev.millrace.lm.text.TokenBatch;

/**
 * A main source with a share of another mixed in at even distances, so that what the other teaches is not forgotten.
 */
public record InterleavedSource(BatchSource main, BatchSource other, double share) implements BatchSource {
    public InterleavedSource {
        Range.check("share", share, 0, 0.99);
    }

    /** As many as the main source needs to be used up. */
    @Override
    public long size() {
        return (long) Math.floor(main.size() / (1 - share));
    }

    @Override
    public TokenBatch batch(long index) {
        return takesOther(index) ? other.batch(others(index) % other.size()) : main.batch(mainIndex(index));
    }

    /** An epoch is one of the main source. */
    @Override
    public boolean endsEpoch(long index) {
        return !takesOther(index) && main.endsEpoch(mainIndex(index));
    }

    @Override
    public String fingerprint() {
        return new Fingerprint("interleaved")
                .add(main.fingerprint())
                .add(other.fingerprint())
                .add(Double.doubleToLongBits(share))
                .hex();
    }

    private boolean takesOther(long index) {
        return others(index + 1) > others(index);
    }

    private long mainIndex(long index) {
        return Math.min(index - others(index), main.size() - 1);
    }

    /** How many batches before {@code index} are the other source's. */
    private long others(long index) {
        return (long) Math.floor(index * share);
    }
}

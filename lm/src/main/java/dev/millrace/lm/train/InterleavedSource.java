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
        long before = others(index);
        boolean takesOther = others(index + 1) > before;
        return takesOther ? other.batch(before % other.size()) : main.batch(Math.min(index - before, main.size() - 1));
    }

    @Override
    public String fingerprint() {
        return new Fingerprint("interleaved")
                .add(main.fingerprint())
                .add(other.fingerprint())
                .add(Double.doubleToLongBits(share))
                .hex();
    }

    private long others(long index) {
        return (long) Math.floor(index * share);
    }
}

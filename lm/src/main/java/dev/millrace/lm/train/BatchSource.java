package dev.millrace.lm.train;

import dev.millrace.lm.text.TokenBatch;

/**
 * Training batches in a fixed order: the batch at an index is a function of data and seed alone, so an index is all that a
 * run needs to go on where it stopped.
 */
public interface BatchSource {
    /** Batches of all epochs. */
    long size();

    /** The batch at {@code index}, from 0. */
    TokenBatch batch(long index);

    /** Whether the batch at {@code index} is the last of a pass over the data. */
    boolean endsEpoch(long index);

    /** Names data and order: equal for equal sources, different for different ones. */
    String fingerprint();
}

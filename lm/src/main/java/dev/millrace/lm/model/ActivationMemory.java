package dev.millrace.lm.model;

/**
 * How much memory the activations of a training pass may take: everything whose size grows with the tokens of a batch. Weights,
 * parameters and optimizer state come on top, and so do an operator's own passing needs. It decides how fast a pass is, never
 * what it gives.
 */
public sealed interface ActivationMemory {

    /** A safe share of what the machine has left when the first pass begins. */
    ActivationMemory AUTO = new Available();

    /** The same of every layer, whatever it takes. */
    static ActivationMemory keeping(Keep keep) {
        return new Fixed(keep);
    }

    /** What fits into so many bytes; a pass that cannot fails with {@link ActivationMemoryException}. */
    static ActivationMemory of(long bytes) {
        return new Budget(bytes);
    }

    /** See {@link #keeping}. */
    record Fixed(Keep keep) implements ActivationMemory {}

    /** See {@link #of}. */
    record Budget(long bytes) implements ActivationMemory {}

    /** See {@link #AUTO}. */
    record Available() implements ActivationMemory {}
}

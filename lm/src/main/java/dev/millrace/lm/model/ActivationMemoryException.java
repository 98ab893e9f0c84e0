package dev.millrace.lm.model;

import java.util.Locale;

/** The budget for activations is less than the leanest pass takes. */
public final class ActivationMemoryException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    private static final double MEGABYTE = 1e6;

    ActivationMemoryException(long budget, long least, int tokens) {
        super(String.format(
                Locale.ROOT,
                "the memory for activations is %.1f MB, but with %d tokens a batch this model needs %.1f MB at least;"
                        + " give it more, or make the batches smaller",
                budget / MEGABYTE,
                tokens,
                Math.ceil(least / MEGABYTE * 10) / 10));
    }
}

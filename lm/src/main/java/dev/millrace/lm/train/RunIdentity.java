package dev.millrace.lm.train;

import java.util.Objects;

/**
 * What a run is a run of; only an equal one goes on from its checkpoints.
 *
 * @param recipe in full, as text
 * @param data fingerprint of batches and order
 * @param snapshot hash of the snapshot they come from, or any other name of the caller's
 * @param start fingerprint of the adapter that it goes on from, empty for a fresh one
 * @param seed of adapter and order
 */
public record RunIdentity(String recipe, String data, String snapshot, String start, long seed) {

    public RunIdentity {
        start = Objects.requireNonNullElse(start, "");
    }

    static RunIdentity of(TrainingRecipe recipe, BatchSource source, Checkpointing checkpointing) {
        return new RunIdentity(
                recipe.toString(),
                source.fingerprint(),
                checkpointing.snapshot(),
                checkpointing.start(),
                recipe.seed());
    }
}

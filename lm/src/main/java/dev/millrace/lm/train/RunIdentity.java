package dev.millrace.lm.train;

/**
 * What a run is a run of; only an equal one goes on from its checkpoints.
 *
 * @param recipe in full, as text
 * @param data fingerprint of batches and order
 * @param snapshot hash of the snapshot they come from, or any other name of the caller's
 * @param seed of adapter and order
 */
public record RunIdentity(String recipe, String data, String snapshot, long seed) {
    static RunIdentity of(TrainingRecipe recipe, BatchSource source, String snapshot) {
        return new RunIdentity(recipe.toString(), source.fingerprint(), snapshot, recipe.seed());
    }
}

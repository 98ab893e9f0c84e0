package dev.millrace.lm.train;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Whether and how often a run saves its state.
 *
 * @param store null for never
 * @param snapshot hash or name of the data's origin, kept in every checkpoint
 * @param start fingerprint of the adapter that the run goes on from, empty for a fresh one
 */
public record Checkpointing(@Nullable CheckpointStore store, int everySteps, String snapshot, String start) {
    /** No checkpoints. */
    public static final Checkpointing NONE = new Checkpointing(null, Integer.MAX_VALUE, "", "");

    public Checkpointing {
        Range.check("checkpointEverySteps", everySteps, 1, Integer.MAX_VALUE);
    }

    public static Checkpointing in(Path folder, int everySteps, String snapshot) {
        return new Checkpointing(new CheckpointStore(folder), everySteps, snapshot, "");
    }

    /** The same for a run that goes on from something else than a fresh start. */
    Checkpointing startingFrom(String fingerprint) {
        return new Checkpointing(store, everySteps, snapshot, fingerprint);
    }

    Optional<Checkpoint> read() {
        return store == null ? Optional.empty() : store.read();
    }

    @Nullable
    Path newest() {
        return store == null ? null : store.newest().orElse(null);
    }
}

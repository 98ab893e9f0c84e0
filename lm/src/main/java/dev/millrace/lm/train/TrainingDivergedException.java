package dev.millrace.lm.train;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Loss or gradients ran away. The last good checkpoint, where there is one, is untouched. */
public final class TrainingDivergedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int step;
    private final transient @Nullable Path lastCheckpoint;

    TrainingDivergedException(int step, String found, @Nullable Path lastCheckpoint) {
        super("Training diverged at step " + step + ": " + found + "; lower the learning rate or look at the data. "
                + (lastCheckpoint == null
                        ? "There is no checkpoint"
                        : "The last good checkpoint is " + lastCheckpoint));
        this.step = step;
        this.lastCheckpoint = lastCheckpoint;
    }

    /** The step that went wrong, the first being 1. */
    public int step() {
        return step;
    }

    public Optional<Path> lastCheckpoint() {
        return Optional.ofNullable(lastCheckpoint);
    }
}

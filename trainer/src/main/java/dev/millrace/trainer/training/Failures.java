package dev.millrace.trainer.training;

import dev.millrace.lm.format.FormatException;
import dev.millrace.lm.model.ActivationMemoryException;
import dev.millrace.lm.text.ChatTemplateException;
import dev.millrace.lm.torch.EngineUnavailableException;
import dev.millrace.lm.train.NoTrainingDataException;
import dev.millrace.lm.train.StartAdapterException;
import dev.millrace.lm.train.TrainingDivergedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** Tells failures that last from those that another attempt may not meet. */
final class Failures {

    private static final String DISK_FULL = "No space left on device";
    private static final String QUOTA = "Disk quota exceeded";

    private Failures() {}

    /** The lasting failure behind an exception of the engine or the disk; a passing one comes back as it is. */
    static RuntimeException explained(Exception e) {
        if (e instanceof TrainingFailedException known) {
            return known;
        }
        if (isDiskFull(e)) {
            return failed(FailureCode.OUT_OF_DISK, "the disk is full; make room and retry the job", e);
        }
        if (e instanceof TrainingDivergedException) {
            return failed(FailureCode.DIVERGED, e);
        }
        if (e instanceof StartAdapterException) {
            return failed(FailureCode.START_ADAPTER_MISMATCH, e);
        }
        if (e instanceof ActivationMemoryException) {
            return failed(FailureCode.MEMORY_TOO_SMALL, e);
        }
        if (e instanceof NoTrainingDataException) {
            return failed(FailureCode.NO_TRAINING_DATA, e);
        }
        if (e instanceof ChatTemplateException) {
            return failed(FailureCode.TRAINING_DATA_INVALID, e);
        }
        if (e instanceof FormatException) {
            return failed(FailureCode.BASE_MODEL_INVALID, e);
        }
        if (e instanceof EngineUnavailableException) {
            return failed(FailureCode.ENGINE_UNAVAILABLE, e);
        }
        if (e instanceof IOException io) {
            return new UncheckedIOException(io);
        }
        return e instanceof RuntimeException runtime ? runtime : new IllegalStateException(e);
    }

    private static boolean isDiskFull(Throwable thrown) {
        for (@Nullable Throwable e = thrown; e != null; e = e.getCause()) {
            String message = e.getMessage();
            if (e instanceof IOException
                    && message != null
                    && (message.contains(DISK_FULL) || message.contains(QUOTA))) {
                return true;
            }
        }
        return false;
    }

    private static TrainingFailedException failed(FailureCode code, Exception cause) {
        return failed(code, String.valueOf(cause.getMessage()), cause);
    }

    private static TrainingFailedException failed(FailureCode code, String message, Exception cause) {
        return new TrainingFailedException(code, message, cause);
    }
}

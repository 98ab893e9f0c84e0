package dev.millrace.trainer.training;

import dev.millrace.runtime.ExitCode;
import dev.millrace.runtime.UserError;
import org.jspecify.annotations.Nullable;

/** Training cannot succeed, however often it is tried; the message says what was found and what to do. */
public final class TrainingFailedException extends UserError {

    private static final long serialVersionUID = 1L;

    private final FailureCode code;

    public TrainingFailedException(FailureCode code, String message) {
        this(code, message, null);
    }

    public TrainingFailedException(FailureCode code, String message, @Nullable Throwable cause) {
        super(exitCode(code), message, cause);
        this.code = code;
    }

    public FailureCode code() {
        return code;
    }

    private static ExitCode exitCode(FailureCode code) {
        return switch (code) {
            case SNAPSHOT_MISSING -> ExitCode.NOT_FOUND;
            case SNAPSHOT_HASH_MISMATCH,
                    BASE_MODEL_MISMATCH,
                    BASE_MODEL_INVALID,
                    NO_TRAINING_DATA,
                    TRAINING_DATA_INVALID -> ExitCode.BAD_INPUT;
            case RECIPE_INVALID, START_ADAPTER_MISMATCH, MEMORY_TOO_SMALL -> ExitCode.CONFIG;
            case OUT_OF_DISK, ENGINE_UNAVAILABLE -> ExitCode.ENVIRONMENT;
            case DIVERGED, ATTEMPTS_EXHAUSTED -> ExitCode.FAILED;
        };
    }
}

package dev.millrace.trainer.training;

import java.util.Locale;

/** Why a job failed for good: another attempt would fail the same way. */
public enum FailureCode {
    /** The manifest or a file is not the one that the snapshot's event names. */
    SNAPSHOT_HASH_MISMATCH,
    SNAPSHOT_MISSING,
    /** The base model's files are not those that the job was made for. */
    BASE_MODEL_MISMATCH,
    /** The base model cannot be read, or is of a family that the engine does not know. */
    BASE_MODEL_INVALID,
    /** The recipe asks for something that the engine cannot do. */
    RECIPE_INVALID,
    /** The adapter to go on from does not fit the recipe. */
    START_ADAPTER_MISMATCH,
    /** Loss or gradients ran away; the last good checkpoint is kept. */
    DIVERGED,
    NO_TRAINING_DATA,
    /** The chat template does not take the examples. */
    TRAINING_DATA_INVALID,
    OUT_OF_DISK,
    /** The memory that was given for activations is less than the leanest pass takes. */
    MEMORY_TOO_SMALL,
    ENGINE_UNAVAILABLE,
    /** Every attempt ended without a result. */
    ATTEMPTS_EXHAUSTED;

    /** As events carry it, such as {@code snapshot-hash-mismatch}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

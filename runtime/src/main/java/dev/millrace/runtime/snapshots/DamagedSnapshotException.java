package dev.millrace.runtime.snapshots;

import dev.millrace.runtime.ExitCode;
import dev.millrace.runtime.UserError;
import org.jspecify.annotations.Nullable;

/** A snapshot folder that is not what its hash says, or cannot be read; nothing may be trained on it. */
public final class DamagedSnapshotException extends UserError {

    private static final long serialVersionUID = 1L;

    DamagedSnapshotException(String message, @Nullable Throwable cause) {
        super(ExitCode.BAD_INPUT, message, cause);
    }
}

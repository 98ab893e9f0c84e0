package dev.millrace.curation.snapshot;

import dev.millrace.runtime.artifacts.Sha256;
import dev.millrace.runtime.config.SplitsConfig;
import dev.millrace.runtime.snapshots.Split;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/**
 * Divides customers by a hash of a fixed salt and the subject: independent of policy, domain and all other customers, so
 * that a person is never in two splits. A customer leaves the holdout only when its share is made smaller.
 */
final class SubjectSplit {
    private static final String SALT = "millrace-split/1\n";
    private static final double RANGE = 0x1p53;

    private final SplitsConfig shares;

    SubjectSplit(SplitsConfig shares) {
        this.shares = shares;
    }

    Split of(String subject) {
        double position = position(subject);
        if (position < shares.holdout()) {
            return Split.HOLDOUT;
        }
        return position < shares.holdout() + shares.validation() ? Split.VALIDATION : Split.TRAIN;
    }

    /** From 0 to below 1. */
    private static double position(String subject) {
        byte[] hash = Sha256.digest().digest((SALT + subject).getBytes(StandardCharsets.UTF_8));
        return (ByteBuffer.wrap(hash).getLong() >>> 11) / RANGE;
    }
}

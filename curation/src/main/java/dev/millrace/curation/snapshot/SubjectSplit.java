package dev.millrace.curation.snapshot;

import dev.millrace.runtime.config.SplitsConfig;
import dev.millrace.runtime.snapshots.Split;

/**
 * Divides customers by a hash of a fixed salt and the subject: independent of policy, domain and all other customers, so
 * that a person is never in two splits. A customer leaves the holdout only when its share is made smaller.
 */
final class SubjectSplit {
    private static final String SALT = "millrace-split/1";

    private final SplitsConfig shares;

    SubjectSplit(SplitsConfig shares) {
        this.shares = shares;
    }

    Split of(String subject) {
        double position = HashPosition.of(SALT, subject);
        if (position < shares.holdout()) {
            return Split.HOLDOUT;
        }
        return position < shares.holdout() + shares.validation() ? Split.VALIDATION : Split.TRAIN;
    }
}

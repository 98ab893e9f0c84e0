package dev.millrace.curation.snapshot;

import org.jspecify.annotations.Nullable;

/**
 * Why an example is not in a snapshot.
 *
 * @param of id of the example that stays in its place, or that it is too like; null where there is none
 * @param jaccard how alike the two are; null where that was not what decided
 */
record Exclusion(
        ExclusionReason reason,
        @Nullable String of,
        @Nullable Double jaccard) {

    static Exclusion of(ExclusionReason reason) {
        return new Exclusion(reason, null, null);
    }
}

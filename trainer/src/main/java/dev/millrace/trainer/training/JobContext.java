package dev.millrace.trainer.training;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** What a job adds to a training: hashes to hold it against, and where to go on from. Every part may be absent. */
public record JobContext(
        @Nullable String domain,
        @Nullable String jobId,
        int attempt,
        @Nullable String snapshotSha256,
        @Nullable String baseModelSha256,
        @Nullable String startFromAdapterId,
        @Nullable Path startFrom,
        @Nullable Checkpoints checkpoints) {

    static final JobContext NONE = new JobContext(null, null, 0, null, null, null, null, null);

    JobContext startingFrom(Path adapter) {
        return new JobContext(
                domain, jobId, attempt, snapshotSha256, baseModelSha256, startFromAdapterId, adapter, checkpoints);
    }
}

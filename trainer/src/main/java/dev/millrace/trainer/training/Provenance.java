package dev.millrace.trainer.training;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * Where an adapter comes from.
 *
 * @param jobId null where it was trained without a job
 * @param attempt which start of the job; 0 without one
 * @param startFromAdapterId adapter that it goes on from
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Provenance(
        @JsonProperty @Nullable String domain,
        @JsonProperty @Nullable String jobId,
        @JsonProperty int attempt,
        @JsonProperty String snapshotId,
        @JsonProperty String snapshotSha256,
        @JsonProperty String baseModel,
        @JsonProperty String baseModelSha256,
        @JsonProperty @Nullable String startFromAdapterId) {}

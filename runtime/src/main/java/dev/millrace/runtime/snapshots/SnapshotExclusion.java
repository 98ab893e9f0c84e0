package dev.millrace.runtime.snapshots;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * An example that is fit for training and not in the snapshot.
 *
 * @param reason code, as {@code docs/rejections.md} lists them
 * @param of the example that it is too like; null where none decided
 * @param jaccard how like the two are; null where that did not decide
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record SnapshotExclusion(
        @JsonProperty(required = true) String id,
        @JsonProperty(required = true) String reason,
        @Nullable String of,
        @Nullable Double jaccard) {}

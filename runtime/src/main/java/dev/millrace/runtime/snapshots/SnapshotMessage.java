package dev.millrace.runtime.snapshots;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;

/**
 * One message of an example.
 *
 * @param role system, user or assistant
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record SnapshotMessage(
        @JsonProperty(required = true) String role,
        @JsonProperty(required = true) String content) {}

package dev.millrace.runtime.snapshots;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;

/**
 * What readers need of a snapshot's {@code manifest.json}.
 *
 * @param subjects {@code known}, or {@code unknown} where each conversation counts as its own customer
 * @param counts examples per split, {@code excluded} and {@code subjects}
 * @param files every file beside the manifest, by name
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record SnapshotManifest(
        @JsonProperty(required = true) String format,
        @JsonProperty(required = true) String snapshotId,
        @JsonProperty(required = true) String domain,
        @JsonProperty(required = true) String policyHash,
        @JsonProperty(required = true) String subjects,
        @JsonProperty(required = true) Map<String, Long> counts,
        @JsonProperty(required = true) Map<String, FileEntry> files) {

    /** The format that this version writes. */
    public static final String FORMAT = "millrace-snapshot/2";

    /** The formats that this version reads: to a reader they are the same; in the first one near duplicates were not left out. */
    static final List<String> READ = List.of("millrace-snapshot/1", FORMAT);

    /** One file: SHA-256 and length of its bytes as they lie on disk. */
    @JsonIgnoreProperties(ignoreUnknown = true)
    public record FileEntry(
            @JsonProperty(required = true) String sha256,
            @JsonProperty(required = true) long bytes) {}

    /** Whether a customer's conversations are known to be one person's. */
    public boolean subjectsKnown() {
        return subjects.equals("known");
    }
}

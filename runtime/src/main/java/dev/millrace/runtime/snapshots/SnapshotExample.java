package dev.millrace.runtime.snapshots;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One line of a split.
 *
 * @param subject pseudonym of the customer; one per conversation where customers are unknown
 * @param tags what the conversation was about; may be empty
 */
@JsonIgnoreProperties(ignoreUnknown = true)
public record SnapshotExample(
        @JsonProperty(required = true) String id,
        @JsonProperty(required = true) String subject,
        @Nullable List<String> tags,
        @JsonProperty(required = true) List<SnapshotMessage> messages) {

    private static final int OWN_DIGITS = 32;

    /** What stands for the subject of an example whose customer is not known. */
    public static String subjectOfItsOwn(String exampleId) {
        return "c_" + exampleId.substring(0, Math.min(OWN_DIGITS, exampleId.length()));
    }

    public SnapshotExample {
        tags = tags == null ? List.of() : List.copyOf(tags);
        messages = List.copyOf(messages);
    }
}

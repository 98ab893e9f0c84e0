package dev.millrace.cli.inspect;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.List;
import java.util.Map;

/**
 * What was found.
 *
 * @param kind such as {@code model folder}
 * @param facts in the order to be shown
 */
public record Inspection(
        @JsonProperty String kind,
        @JsonProperty Map<String, Object> facts,
        @JsonProperty List<StoredTensor> tensors) {

    /** One tensor as it is stored. */
    @SuppressWarnings("ArrayRecordComponent") // a shape is an array throughout the engine
    public record StoredTensor(
            @JsonProperty String name,
            @JsonProperty String type,
            @JsonProperty long[] shape,
            @JsonProperty long bytes) {}
}

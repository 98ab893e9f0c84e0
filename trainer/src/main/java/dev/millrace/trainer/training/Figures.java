package dev.millrace.trainer.training;

import com.fasterxml.jackson.annotation.JsonProperty;
import org.jspecify.annotations.Nullable;

/**
 * What a run gave.
 *
 * @param steps of the optimizer, those before a resume included
 * @param tokens trained on in all, padding there is none
 * @param learningRate at its peak
 * @param trainLoss mean of the last steps, nats a scored token
 * @param baseValidationLoss before the first step; null where the validation split is empty
 * @param validationLoss of the adapter as it is written; null where the validation split is empty
 * @param seconds wall time of this run, from the checks to the last step
 * @param peakMemoryMb most memory the process ever had resident (VmHWM), 0 where the system does not tell
 */
public record Figures(
        @JsonProperty int steps,
        @JsonProperty int bestStep,
        @JsonProperty long tokens,
        @JsonProperty double learningRate,
        @JsonProperty double trainLoss,
        @JsonProperty @Nullable Double baseValidationLoss,
        @JsonProperty @Nullable Double validationLoss,
        @JsonProperty double tokensPerSecond,
        @JsonProperty double seconds,
        @JsonProperty long peakMemoryMb) {}

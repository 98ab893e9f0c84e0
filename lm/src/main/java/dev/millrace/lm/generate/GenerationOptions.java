package dev.millrace.lm.generate;

import java.util.Set;

/**
 * How tokens are chosen.
 *
 * @param maxNewTokens at most so many
 * @param temperature 0 for the likeliest token each time; higher is more varied
 * @param topP of the likeliest tokens only so many that their probabilities reach this sum; 1 for all
 * @param topK of the likeliest tokens only so many; 0 for all
 * @param seed the same seed gives the same tokens
 * @param stopIds a token of these ends the generation and is not part of it
 */
public record GenerationOptions(
        int maxNewTokens, double temperature, double topP, int topK, long seed, Set<Integer> stopIds) {

    public GenerationOptions {
        if (maxNewTokens < 1 || !(temperature >= 0) || !(topP > 0 && topP <= 1) || topK < 0) {
            throw new IllegalArgumentException("generation has maxNewTokens " + maxNewTokens + ", temperature "
                    + temperature + ", topP " + topP + ", topK " + topK
                    + "; expected maxNewTokens >= 1, temperature >= 0, topP in (0, 1], topK >= 0");
        }
        stopIds = Set.copyOf(stopIds);
    }

    /** The likeliest token each time, without stopping early. */
    public static GenerationOptions greedy(int maxNewTokens) {
        return new GenerationOptions(maxNewTokens, 0, 1, 0, 0, Set.of());
    }

    public GenerationOptions stoppingAt(Set<Integer> ids) {
        return new GenerationOptions(maxNewTokens, temperature, topP, topK, seed, ids);
    }
}

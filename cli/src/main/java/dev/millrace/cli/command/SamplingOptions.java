package dev.millrace.cli.command;

import dev.millrace.lm.generate.GenerationOptions;
import java.util.Set;
import picocli.CommandLine.Option;

/** How tokens are chosen, and when to stop. */
final class SamplingOptions {

    @Option(names = "--temperature", paramLabel = "T", description = "0 (default) is greedy.", defaultValue = "0")
    private double temperature;

    @Option(
            names = "--top-p",
            paramLabel = "P",
            description = "Share of the likeliest tokens; default: all.",
            defaultValue = "1")
    private double topP = 1;

    @Option(
            names = "--top-k",
            paramLabel = "K",
            description = "Number of the likeliest tokens; default: all.",
            defaultValue = "0")
    private int topK;

    @Option(names = "--seed", paramLabel = "N", description = "Seed of sampling.", defaultValue = "0")
    private long seed;

    @Option(
            names = "--max-tokens",
            paramLabel = "N",
            description = "Longest answer; default: ${DEFAULT-VALUE}.",
            defaultValue = "200")
    private int maxTokens = 200;

    @Option(names = "--ignore-end", description = "Go on behind tokens that end an answer.")
    private boolean ignoreEnd;

    /**
     * As the engine takes them.
     *
     * @param room most tokens that the model's context has left
     * @param ends tokens that end an answer
     */
    GenerationOptions within(int room, Set<Integer> ends) {
        return new GenerationOptions(
                Math.min(maxTokens, room), temperature, topP, topK, seed, ignoreEnd ? Set.of() : ends);
    }
}

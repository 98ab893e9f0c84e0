package dev.millrace.cli.demo;

import java.nio.file.Path;

/** The configuration that a demonstration's platform starts with. */
final class DemoConfig {
    /** Share of the conversations that must have become examples before the snapshot is cut. */
    private static final double ENOUGH = 0.6;

    private static final String TEMPLATE = """
            # Configuration of the demonstration. Every key with its default: docs/configuration.md
            http: {port: 0}
            # The stream plays months in seconds: who is silent for this long has gone.
            curation: {idleTimeout: 15s}
            evaluator: {seed: %d}
            domainDefaults:
              baseModel: %s
            domains:
              %s:
                baseModel: %s
                triggers: {count: 0, interval: 25s, minExamples: %d}
                splits: {holdout: 0.2, validation: 0.05}
                recipe: {method: qlora, learningRate: 0.002, epochs: 2, batchTokens: 2048, maxSequenceTokens: 512, patience: 0}
            """;

    private DemoConfig() {}

    static String yaml(String domain, Path baseModel, int conversations, long seed) {
        int examples = Math.max(1, (int) (ENOUGH * conversations));
        return TEMPLATE.formatted(seed, baseModel, domain, baseModel, examples);
    }
}

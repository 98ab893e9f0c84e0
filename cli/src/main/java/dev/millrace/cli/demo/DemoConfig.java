package dev.millrace.cli.demo;

import java.nio.file.Path;

/** The configuration that a demonstration's platform starts with. */
final class DemoConfig {
    /** Of a hundred conversations about 85 become examples: near the end of the stream the snapshot is cut. */
    private static final double CUT_AT = 0.8;

    private static final String TEMPLATE = """
            # Configuration of the demonstration. Every key with its default: docs/configuration.md
            http: {port: 0}
            # The stream plays months in seconds: who is silent for this long has gone.
            curation: {idleTimeout: 30s}
            evaluator: {seed: %d}
            domainDefaults:
              baseModel: %s
            domains:
              %s:
                baseModel: %s
                triggers: {count: %d, interval: 5m, minExamples: %d}
                splits: {holdout: 0.27, validation: 0.05}
                recipe: {patience: 0}
            """;

    private DemoConfig() {}

    static String yaml(String domain, Path baseModel, int conversations, long seed) {
        int examples = Math.max(1, (int) (CUT_AT * conversations));
        return TEMPLATE.formatted(seed, baseModel, domain, baseModel, examples, examples);
    }
}

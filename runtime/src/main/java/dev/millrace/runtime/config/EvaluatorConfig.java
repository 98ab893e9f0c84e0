package dev.millrace.runtime.config;

@Doc("How candidates are measured and what they must show.")
public record EvaluatorConfig(
        @Doc("Threads of the engine; 0 takes one per core.") int threads,
        @Doc("What to compute on.") Device device,

        @Doc("Fewest holdout items for a verdict; below it the candidate is `insufficient-evidence`.")
        int minItems,

        @Doc("Fewest customers in the holdout for a verdict.")
        int minSubjects,

        @Doc("Level of the interval of the difference in loss, which must lie below 0.")
        double confidence,

        @Doc("Resamples of the clustered bootstrap.") int bootstrapSamples,
        @Doc("Seed of the bootstrap.") long seed) {

    public static final EvaluatorConfig DEFAULTS =
            new EvaluatorConfig(0, Device.AUTO, 200, 30, 0.95, 10_000, 20_260_101);

    public EvaluatorConfig {
        Check.range("threads", threads, 0, 1024);
        Check.atLeast("minItems", minItems, 1);
        Check.atLeast("minSubjects", minSubjects, 1);
        Check.within("confidence", confidence, 0.5, 0.9999);
        Check.range("bootstrapSamples", bootstrapSamples, 100, 1_000_000);
    }
}

package dev.millrace.runtime.config;

@Doc("How candidates are measured and what they must show.")
public record EvaluatorConfig(
        @Doc("Threads of the engine; 0 takes one per core.") int threads,

        @Doc("What to compute on; `auto` takes a CUDA GPU where libtorch can use one.")
        Device device,

        @Doc("Fewest holdout items for a verdict; below it the candidate is `insufficient-evidence`.")
        int minItems,

        @Doc("Fewest customers in the holdout for a verdict.")
        int minSubjects,

        @Doc("Draws the questions that a report shows answers to.")
        long seed) {

    public static final EvaluatorConfig DEFAULTS = new EvaluatorConfig(0, Device.AUTO, 200, 30, 20_260_101);

    public EvaluatorConfig {
        Check.range("threads", threads, 0, 1024);
        Check.atLeast("minItems", minItems, 1);
        Check.atLeast("minSubjects", minSubjects, 1);
    }
}

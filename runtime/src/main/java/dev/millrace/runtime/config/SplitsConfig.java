package dev.millrace.runtime.config;

@Doc("How customers are divided; all examples of a customer are in the same split.")
public record SplitsConfig(
        @Doc("Share of customers kept for the evaluator alone.")
        double holdout,

        @Doc("Share of customers for early stopping.") double validation) {

    public static final SplitsConfig DEFAULTS = new SplitsConfig(0.1, 0.05);

    public SplitsConfig {
        Check.within("holdout", holdout, 0, 0.9);
        Check.within("validation", validation, 0, 0.9);
        Check.that(holdout + validation < 1, "validation", validation, "less than 1 together with holdout");
    }
}

package dev.millrace.runtime.config;

@Doc("One body of knowledge with an adapter line of its own.")
public record DomainConfig(
        @Doc("Folder of the base model.") String baseModel,

        @Doc("Precision of the base weights that the adapter will be served on, and so is judged on.")
        ServingPrecision servingPrecision,

        @Doc("When a snapshot is cut.") TriggerConfig triggers,
        @Doc("Which examples it looks at.") WindowConfig window,
        @Doc("How customers are divided.") SplitsConfig splits,
        @Doc("What makes an example.") PolicyConfig policy,
        @Doc("How an adapter is trained.") RecipeConfig recipe) {

    /** What the base weights are in production. */
    public enum ServingPrecision {
        BF16,
        NF4
    }

    public static final DomainConfig DEFAULTS = new DomainConfig(
            "models/base",
            ServingPrecision.BF16,
            TriggerConfig.DEFAULTS,
            WindowConfig.DEFAULTS,
            SplitsConfig.DEFAULTS,
            PolicyConfig.DEFAULTS,
            RecipeConfig.DEFAULTS);

    public DomainConfig {
        Check.notBlank("baseModel", baseModel);
    }
}

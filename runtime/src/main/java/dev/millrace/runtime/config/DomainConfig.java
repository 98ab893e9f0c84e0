package dev.millrace.runtime.config;

import dev.millrace.runtime.artifacts.Sha256;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;

@Doc("One body of knowledge with an adapter line of its own.")
public record DomainConfig(
        @Doc("Folder of the base model.") String baseModel,

        @Doc("Precision of the base weights that the adapter will be served on, and so is judged on.")
        ServingPrecision servingPrecision,

        @Doc("When a snapshot is cut.") TriggerConfig triggers,
        @Doc("Which examples it looks at.") WindowConfig window,
        @Doc("How customers are divided.") SplitsConfig splits,
        @Doc("What it trains on.") BalanceConfig balance,
        @Doc("What else is learned from it.") TasksConfig tasks,
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
            BalanceConfig.DEFAULTS,
            TasksConfig.DEFAULTS,
            PolicyConfig.DEFAULTS,
            RecipeConfig.DEFAULTS);

    public DomainConfig {
        Check.notBlank("baseModel", baseModel);
    }

    /**
     * SHA-256 of all settings that a snapshot follows from. Those of the policy are in its hash too; the others show in the lines
     * that they choose.
     */
    public String cutHash() {
        return Sha256.text(Stream.of(policy, window, splits, balance, tasks)
                .map(CanonicalJson::of)
                .collect(Collectors.joining("\n")));
    }

    /**
     * The settings that a snapshot was cut with, as its manifest tells them in canonical JSON; what is not of the cut has its
     * default.
     *
     * @throws ConfigException for what this version does not know
     */
    public static DomainConfig ofManifest(UnaryOperator<String> section) {
        return new DomainConfig(
                DEFAULTS.baseModel,
                DEFAULTS.servingPrecision,
                DEFAULTS.triggers,
                CanonicalJson.read(section.apply("window"), WindowConfig.class, DEFAULTS.window),
                CanonicalJson.read(section.apply("splits"), SplitsConfig.class, DEFAULTS.splits),
                CanonicalJson.read(section.apply("balance"), BalanceConfig.class, DEFAULTS.balance),
                CanonicalJson.read(section.apply("tasks"), TasksConfig.class, DEFAULTS.tasks),
                CanonicalJson.read(section.apply("policy"), PolicyConfig.class, DEFAULTS.policy),
                DEFAULTS.recipe);
    }
}

package dev.millrace.runtime.config;

import java.util.List;
import java.util.Set;

@Doc("How an adapter is trained. Recorded with each job and hashed into its id.")
public record RecipeConfig(
        @Doc("`qlora` trains on 4-bit base weights, `lora` on bf16 or f32 ones.")
        Method method,

        @Doc("What activations and unquantized weights are kept in.")
        Precision precision,

        @Doc("Rank of the adapter.") int rank,

        @Doc("Scale of the adapter is alpha/rank, or alpha/√rank with rsLora.")
        int alpha,

        @Doc("Share of adapter inputs dropped at random.") double dropout,
        @Doc("Projections that get an adapter.") List<String> targets,
        @Doc("Rank-stabilized scale.") boolean rsLora,

        @Doc("Highest learning rate; 0 fits it to the width of the base model.")
        double learningRate,

        @Doc("How the learning rate falls after the warm-up.")
        Schedule schedule,

        @Doc("Share of steps in which the learning rate rises from 0.")
        double warmupRatio,

        @Doc("Passes over the train split; two or three suit a few hundred examples.")
        int epochs,

        @Doc("Ends after so many steps, however many epochs are left; 0 for no limit.")
        int maxSteps,

        @Doc("Tokens of one packed batch.") int batchTokens,
        @Doc("Batches of one optimizer step.") int accumulation,
        @Doc("Longer examples are cut at this many tokens.") int maxSequenceTokens,

        @Doc("`adamw-8bit` keeps the optimizer's state in 8 bits, a quarter of the memory, at a little noise.")
        Optimizer optimizer,

        @Doc("How many times as fast as A the B of an adapter learns: 1 as in LoRA, LoRA+ suggests 16.")
        double loraPlusRatio,

        @Doc("Decoupled weight decay of AdamW.") double weightDecay,
        @Doc("Largest norm of the gradient.") double clipNorm,
        @Doc("Seed of initialization, order and dropout.") long seed,

        @Doc("Steps between two looks at the validation split; 0 looks once per epoch.")
        int evalEverySteps,

        @Doc("Looks without improvement before training stops early; 0 never stops.")
        int patience) {

    /** What the base weights are while the adapter is trained. */
    public enum Method {
        QLORA,
        LORA
    }

    /** What is computed in. */
    public enum Precision {
        BF16,
        F32
    }

    /** What turns gradients into steps. */
    public enum Optimizer {
        ADAMW,
        ADAMW_8BIT
    }

    /** How the learning rate falls. */
    public enum Schedule {
        COSINE,
        LINEAR,
        CONSTANT
    }

    private static final List<String> PROJECTIONS =
            List.of("q_proj", "k_proj", "v_proj", "o_proj", "gate_proj", "up_proj", "down_proj");

    public static final RecipeConfig DEFAULTS = new RecipeConfig(
            Method.QLORA,
            Precision.BF16,
            16,
            32,
            0,
            PROJECTIONS,
            false,
            0,
            Schedule.COSINE,
            0.05,
            1,
            0,
            1024,
            1,
            512,
            Optimizer.ADAMW,
            1,
            0,
            1,
            42,
            0,
            2);

    public RecipeConfig {
        targets = List.copyOf(targets);
        Check.range("rank", rank, 1, 512);
        Check.range("alpha", alpha, 1, 4096);
        Check.within("dropout", dropout, 0, 0.9);
        Check.notEmpty("targets", targets);
        Check.that(Set.copyOf(PROJECTIONS).containsAll(targets), "targets", targets, "some of " + PROJECTIONS);
        Check.within("learningRate", learningRate, 0, 1);
        Check.within("warmupRatio", warmupRatio, 0, 1);
        Check.range("epochs", epochs, 1, 1000);
        Check.atLeast("maxSteps", maxSteps, 0);
        Check.range("maxSequenceTokens", maxSequenceTokens, 16, 131_072);
        Check.range("batchTokens", batchTokens, maxSequenceTokens, 4_194_304);
        Check.range("accumulation", accumulation, 1, 4096);
        Check.within("loraPlusRatio", loraPlusRatio, 1, 1024);
        Check.within("weightDecay", weightDecay, 0, 1);
        Check.positive("clipNorm", clipNorm);
        Check.atLeast("evalEverySteps", evalEverySteps, 0);
        Check.atLeast("patience", patience, 0);
    }

    /** Canonical JSON, as a job carries it. */
    public String toJson() {
        return CanonicalJson.of(this);
    }

    /** Reads what {@link #toJson()} wrote; keys of later versions are refused, absent ones take their defaults. */
    public static RecipeConfig fromJson(String json) {
        return CanonicalJson.read(json, RecipeConfig.class, DEFAULTS);
    }

    /** SHA-256 of {@link #toJson()}. */
    public String hash() {
        return CanonicalJson.sha256(this);
    }
}

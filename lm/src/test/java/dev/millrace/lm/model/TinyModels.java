package dev.millrace.lm.model;

import dev.millrace.lm.format.ModelConfig;
import dev.millrace.lm.text.TokenBatch;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.jspecify.annotations.Nullable;

/** Small models with every feature in turn, and random documents for them. */
public final class TinyModels {

    public static final int VOCABULARY = 61;

    private TinyModels() {}

    /** Three query heads on one key-value head, tied. */
    public static ModelConfig plain() {
        return config("llama", true, false, false, null);
    }

    /** Untied, a bias on queries, keys and values. */
    public static ModelConfig biased() {
        return config("qwen2", false, true, false, null);
    }

    /** Norms on every head. */
    public static ModelConfig headNormed() {
        return config("qwen3", true, false, true, null);
    }

    /** Sees four tokens back. */
    public static ModelConfig windowed() {
        return config("mistral", false, false, false, 4);
    }

    /** A wider stream than the others. */
    public static ModelConfig larger() {
        return config("llama", 32, true, false, false, null);
    }

    private static ModelConfig config(
            String family, boolean tied, boolean bias, boolean headNorms, @Nullable Integer window) {
        return config(family, 24, tied, bias, headNorms, window);
    }

    /** A plain tied model of any shape. */
    public static ModelConfig shaped(
            int hidden, int intermediate, int layers, int heads, int kvHeads, int headDim, int vocabulary) {
        return new ModelConfig(
                "llama",
                hidden,
                intermediate,
                layers,
                heads,
                kvHeads,
                headDim,
                vocabulary,
                512,
                1e-5,
                10_000,
                null,
                true,
                false,
                false,
                null,
                List.of(0),
                List.of(1));
    }

    private static ModelConfig config(
            String family, int hidden, boolean tied, boolean bias, boolean headNorms, @Nullable Integer window) {
        return new ModelConfig(
                family,
                hidden,
                40,
                2,
                3,
                1,
                8,
                VOCABULARY,
                512,
                1e-5,
                10_000,
                null,
                tied,
                bias,
                headNorms,
                window,
                List.of(0),
                List.of(1));
    }

    public static LanguageModel of(ModelConfig config) {
        return of(config, LoadOptions.of(Precision.F32));
    }

    public static LanguageModel of(ModelConfig config, LoadOptions options) {
        return LanguageModel.initialize(config, options, 17);
    }

    /** Documents of the given lengths in one batch; two of three positions are scored. */
    public static TokenBatch batch(long seed, int... lengths) {
        Random random = new Random(seed);
        int tokens = Arrays.stream(lengths).sum();
        int[] starts = new int[lengths.length];
        for (int i = 1; i < lengths.length; i++) {
            starts[i] = starts[i - 1] + lengths[i - 1];
        }
        int[] targets = random.ints(tokens, 0, VOCABULARY).toArray();
        for (int t = 0; t < tokens; t += 3) {
            targets[t] = TokenBatch.IGNORED;
        }
        return new TokenBatch(random.ints(tokens, 0, VOCABULARY).toArray(), targets, starts);
    }

    public static int[] tokens(long seed, int count) {
        return new Random(seed).ints(count, 0, VOCABULARY).toArray();
    }
}

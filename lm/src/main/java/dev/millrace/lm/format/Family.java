package dev.millrace.lm.format;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The families of models that the engine computes. All are one transformer (Llama's); what sets a family apart stands in its
 * constant and nowhere else, so that a family which differs by the {@link Trait}s is added by one line, and a case of
 * {@code make_reference.py} that {@code millrace verify} holds it against.
 */
public enum Family {
    /** Llama 1 to 3.3, SmolLM2, TinyLlama; with or without the frequency scaling of Llama 3.1. */
    LLAMA("llama", "llama"),
    MISTRAL("mistral", "llama", Trait.SLIDING_WINDOW),
    /** Qwen2 and 2.5; no key of config.json tells of the biases. */
    QWEN2("qwen2", "qwen2", Trait.QKV_BIAS),
    QWEN3("qwen3", "qwen3", Trait.QK_NORM);

    /** How a family differs from Llama. */
    public enum Trait {
        /** Queries, keys and values have biases. */
        QKV_BIAS,
        /** Every query and key head is normalized by itself. */
        QK_NORM,
        /** A token sees so many positions back as {@code sliding_window} says, in every layer. */
        SLIDING_WINDOW
    }

    private final String modelType;
    private final String ggufArchitecture;

    @SuppressWarnings("ImmutableEnumChecker") // of Set.of, which is immutable
    private final Set<Trait> traits;

    Family(String modelType, String ggufArchitecture, Trait... traits) {
        this.modelType = modelType;
        this.ggufArchitecture = ggufArchitecture;
        this.traits = Set.of(traits);
    }

    /** The family of a {@code model_type}; empty for one that is not supported. */
    public static Optional<Family> of(String modelType) {
        return Arrays.stream(values())
                .filter(family -> family.modelType.equals(modelType))
                .findFirst();
    }

    /** Every supported {@code model_type}. */
    public static List<String> modelTypes() {
        return Arrays.stream(values()).map(family -> family.modelType).toList();
    }

    public boolean has(Trait trait) {
        return traits.contains(trait);
    }

    /** What llama.cpp calls it. */
    public String ggufArchitecture() {
        return ggufArchitecture;
    }
}

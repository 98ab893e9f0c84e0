package dev.millrace.lm.format;

import dev.millrace.lm.format.Family.Trait;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Turns config.json into a {@link ModelConfig}, refusing what the engine would compute wrongly. */
final class ModelConfigReader {
    private static final int MAX_SIZE = 1 << 20;
    private static final int MAX_VOCABULARY = 1 << 24;
    private static final int MAX_HEAD = 1 << 10;
    private static final double DEFAULT_ROPE_THETA = 10_000;
    private static final double DEFAULT_EPS = 1e-6;

    private final Json json;
    private final String modelType;
    private final Family family;

    private ModelConfigReader(Path file) {
        json = Json.read(file);
        modelType = json.text("model_type");
        family = Family.of(modelType)
                .orElseThrow(() -> json.wrong("model_type", "one of the supported families " + Family.modelTypes()));
    }

    static ModelConfig read(Path folder) {
        Path file = folder.resolve("config.json");
        try {
            return new ModelConfigReader(file).config(folder.resolve("generation_config.json"));
        } catch (IllegalArgumentException e) {
            throw new FormatException(file + ": " + e.getMessage(), e);
        }
    }

    private ModelConfig config(Path generationConfig) {
        refuseTheUnsupported();
        int hidden = json.positive("hidden_size", MAX_SIZE);
        int heads = json.positive("num_attention_heads", MAX_SIZE);
        return new ModelConfig(
                modelType,
                hidden,
                json.positive("intermediate_size", MAX_SIZE),
                json.positive("num_hidden_layers", MAX_HEAD),
                heads,
                json.positive("num_key_value_heads", heads, heads),
                json.positive("head_dim", MAX_HEAD, Math.max(1, hidden / heads)),
                json.positive("vocab_size", MAX_VOCABULARY),
                json.positive("max_position_embeddings", Integer.MAX_VALUE),
                json.positiveReal("rms_norm_eps", DEFAULT_EPS),
                ropeTheta(),
                ropeScaling(),
                json.flag("tie_word_embeddings", false),
                family.has(Trait.QKV_BIAS),
                family.has(Trait.QK_NORM),
                slidingWindow(),
                json.ids("bos_token_id"),
                eosIds(generationConfig));
    }

    private void refuseTheUnsupported() {
        if (!json.text("hidden_act", "silu").equals("silu")) {
            throw json.wrong("hidden_act", "silu");
        }
        for (String bias : List.of("attention_bias", "mlp_bias")) {
            if (json.flag(bias, false)) {
                throw json.wrong(bias, "false: no family of " + Family.modelTypes() + " has such biases");
            }
        }
        if (json.positiveReal("partial_rotary_factor", 1) != 1) {
            throw json.wrong("partial_rotary_factor", "1");
        }
        var unused = BitsandbytesConfig.isNf4(json);
    }

    /** Newer files nest the rope settings; older ones keep them on top. */
    private double ropeTheta() {
        return json.object("rope_parameters")
                .filter(rope -> rope.has("rope_theta"))
                .orElse(json)
                .positiveReal("rope_theta", DEFAULT_ROPE_THETA);
    }

    private @Nullable RopeScaling ropeScaling() {
        Json rope = json.object("rope_parameters")
                .or(() -> json.object("rope_scaling"))
                .orElse(null);
        if (rope == null) {
            return null;
        }
        String key = rope.has("rope_type") ? "rope_type" : "type";
        return switch (rope.text(key, "default")) {
            case "default" -> null;
            case "llama3" ->
                new RopeScaling(
                        rope.positiveReal("factor"),
                        rope.positiveReal("low_freq_factor"),
                        rope.positiveReal("high_freq_factor"),
                        rope.positive("original_max_position_embeddings", Integer.MAX_VALUE));
            default -> throw rope.wrong(key, "\"default\" or \"llama3\"");
        };
    }

    private @Nullable Integer slidingWindow() {
        boolean used = json.has("sliding_window") && json.flag("use_sliding_window", family.has(Trait.SLIDING_WINDOW));
        if (!used) {
            return null;
        }
        if (!family.has(Trait.SLIDING_WINDOW)) {
            throw json.wrong("use_sliding_window", "false: windows in some of the layers are not supported");
        }
        return json.positive("sliding_window", Integer.MAX_VALUE);
    }

    private List<Integer> eosIds(Path generationConfig) {
        List<Integer> more =
                Files.exists(generationConfig) ? Json.read(generationConfig).ids("eos_token_id") : List.of();
        return Stream.concat(json.ids("eos_token_id").stream(), more.stream())
                .distinct()
                .toList();
    }
}

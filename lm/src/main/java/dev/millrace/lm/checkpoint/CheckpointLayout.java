package dev.millrace.lm.checkpoint;

import dev.millrace.lm.format.FormatException;
import dev.millrace.lm.format.ModelConfig;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** Which tensors a model's checkpoint has, and their shapes: a matrix is {@code [out, in]}. In the order of the computation. */
public final class CheckpointLayout {
    private final Map<String, int[]> shapes = new LinkedHashMap<>();
    private final ModelConfig config;

    private CheckpointLayout(ModelConfig config) {
        this.config = config;
        put("model.embed_tokens.weight", config.vocabSize(), config.hiddenSize());
        for (int layer = 0; layer < config.layers(); layer++) {
            block("model.layers." + layer + ".");
        }
        put("model.norm.weight", config.hiddenSize());
        if (!config.tiedHead()) {
            put("lm_head.weight", config.vocabSize(), config.hiddenSize());
        }
    }

    public static CheckpointLayout of(ModelConfig config) {
        return new CheckpointLayout(config);
    }

    private void block(String prefix) {
        int hidden = config.hiddenSize();
        int queries = config.heads() * config.headDim();
        int keys = config.kvHeads() * config.headDim();
        put(prefix + "input_layernorm.weight", hidden);
        linear(prefix + "self_attn.q_proj", queries, hidden, config.qkvBias());
        linear(prefix + "self_attn.k_proj", keys, hidden, config.qkvBias());
        linear(prefix + "self_attn.v_proj", keys, hidden, config.qkvBias());
        linear(prefix + "self_attn.o_proj", hidden, queries, false);
        if (config.qkNorm()) {
            put(prefix + "self_attn.q_norm.weight", config.headDim());
            put(prefix + "self_attn.k_norm.weight", config.headDim());
        }
        put(prefix + "post_attention_layernorm.weight", hidden);
        linear(prefix + "mlp.gate_proj", config.intermediateSize(), hidden, false);
        linear(prefix + "mlp.up_proj", config.intermediateSize(), hidden, false);
        linear(prefix + "mlp.down_proj", hidden, config.intermediateSize(), false);
    }

    private void linear(String module, int out, int in, boolean biased) {
        put(module + ".weight", out, in);
        if (biased) {
            put(module + ".bias", out);
        }
    }

    private void put(String name, int... shape) {
        shapes.put(name, shape);
    }

    public Set<String> names() {
        return Collections.unmodifiableSet(shapes.keySet());
    }

    /** A copy of a tensor's shape. */
    public int[] shape(String name) {
        int[] shape = shapes.get(name);
        if (shape == null) {
            throw new FormatException("a model of family " + config.family() + " with " + config.layers()
                    + " layers has no tensor " + name);
        }
        return shape.clone();
    }

    /** Whether it is a matrix of a block: what adapters adapt and 4-bit models hold in 4 bits. */
    public static boolean isProjection(String name) {
        return name.endsWith("_proj.weight");
    }
}

package dev.millrace.lm.gguf;

import dev.millrace.lm.format.Family;
import dev.millrace.lm.format.HostTensor;
import dev.millrace.lm.format.ModelConfig;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What llama.cpp calls a family and its tensors, and in which order it wants the rows of queries and keys.
 *
 * <p>Its architecture {@code llama} turns neighbouring elements of a head (0 with 1, 2 with 3 …), where Hugging Face turns the
 * two halves (0 with D/2 …). So the rows of q and k go from {@code [heads, 2, D/2]} to {@code [heads, D/2, 2]}. The Qwen
 * architectures turn halves and take the rows as they are.
 */
record Architecture(String name, ModelConfig config) {
    private static final Pattern LAYER = Pattern.compile("model\\.layers\\.(\\d+)\\.(.+)\\.(weight|bias)");
    private static final Map<String, String> PARTS = Map.ofEntries(
            Map.entry("input_layernorm", "attn_norm"),
            Map.entry("self_attn.q_proj", "attn_q"),
            Map.entry("self_attn.k_proj", "attn_k"),
            Map.entry("self_attn.v_proj", "attn_v"),
            Map.entry("self_attn.o_proj", "attn_output"),
            Map.entry("self_attn.q_norm", "attn_q_norm"),
            Map.entry("self_attn.k_norm", "attn_k_norm"),
            Map.entry("post_attention_layernorm", "ffn_norm"),
            Map.entry("mlp.gate_proj", "ffn_gate"),
            Map.entry("mlp.up_proj", "ffn_up"),
            Map.entry("mlp.down_proj", "ffn_down"));
    private static final Map<String, String> OUTSIDE_BLOCKS = Map.of(
            "model.embed_tokens.weight", "token_embd.weight",
            "model.norm.weight", "output_norm.weight",
            "lm_head.weight", "output.weight");

    static Architecture of(ModelConfig config) {
        return new Architecture(Family.of(config.family()).orElseThrow().ggufArchitecture(), config);
    }

    /** llama.cpp's name of a checkpoint's tensor. */
    String tensorName(String name) {
        Matcher layer = LAYER.matcher(name);
        return layer.matches()
                ? "blk." + layer.group(1) + "." + PARTS.get(layer.group(2)) + "." + layer.group(3)
                : OUTSIDE_BLOCKS.get(name);
    }

    /** The tensor, or the lora_B of its update, with its rows in llama.cpp's order. */
    HostTensor inOrder(String name, HostTensor tensor) {
        if (!name().equals("llama")) {
            return tensor;
        }
        if (name.contains(".q_proj.")) {
            return interleaved(tensor, config.heads());
        }
        return name.contains(".k_proj.") ? interleaved(tensor, config.kvHeads()) : tensor;
    }

    private static HostTensor interleaved(HostTensor tensor, int heads) {
        float[] values = tensor.values();
        int rows = tensor.shape()[0];
        int width = values.length / rows;
        int headDim = rows / heads;
        float[] moved = new float[values.length];
        for (int row = 0; row < rows; row++) {
            int within = row % headDim;
            int half = headDim / 2;
            int target = row - within + within % half * 2 + within / half;
            System.arraycopy(values, row * width, moved, target * width, width);
        }
        return new HostTensor(tensor.shape(), moved);
    }
}

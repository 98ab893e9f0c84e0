package dev.millrace.lm.model;

import dev.millrace.lm.format.ModelConfig;
import dev.millrace.lm.kernel.HeadLayout;
import dev.millrace.lm.torch.Buffer;
import dev.millrace.lm.torch.Buffers;
import java.util.ArrayList;
import java.util.List;

/**
 * What one layer's forward pass leaves for its backward pass. Layers share what is not kept.
 *
 * @param input the residual stream before the layer, {@code [tokens, hidden]}
 * @param qkv queries, keys and values before rotation, {@code [tokens, width]}
 * @param attended output of the heads, {@code [tokens, queryWidth]}
 * @param middle the residual stream between attention and feed-forward, {@code [tokens, hidden]}
 * @param gateUp gate and up projections, {@code [tokens, 2 * intermediate]}
 */
record LayerActivations(Buffer input, Buffer qkv, Buffer attended, Buffer middle, Buffer gateUp) {

    /** For a pass that keeps nothing: the stream is overwritten from layer to layer. */
    static LayerActivations passing(Buffers buffers, ModelConfig config, HeadLayout layout) {
        Buffer stream = buffers.of(config.hiddenSize());
        return new LayerActivations(
                stream,
                buffers.of(layout.width()),
                buffers.of(layout.queryWidth()),
                stream,
                buffers.of(2L * config.intermediateSize()));
    }

    /**
     * One for each layer, and one more whose input is the stream behind the last. What is not kept, and all of the last
     * layer, whose backward pass comes before anything is overwritten, lies in the memory of {@code passing}.
     */
    static List<LayerActivations> ofAll(
            Buffers buffers, ModelConfig config, HeadLayout layout, ActivationPlan plan, LayerActivations passing) {
        List<LayerActivations> all = new ArrayList<>();
        Buffer middle = buffers.of(config.hiddenSize());
        for (int layer = 0; layer < config.layers(); layer++) {
            Keep keep = layer == config.layers() - 1 ? Keep.INPUTS : plan.keep(layer);
            boolean attention = keep != Keep.INPUTS;
            all.add(new LayerActivations(
                    buffers.of(config.hiddenSize()),
                    attention ? buffers.of(layout.width()) : passing.qkv,
                    attention ? buffers.of(layout.queryWidth()) : passing.attended,
                    attention ? buffers.of(config.hiddenSize()) : middle,
                    keep == Keep.ALL ? buffers.of(2L * config.intermediateSize()) : passing.gateUp));
        }
        all.add(passing);
        return all;
    }
}

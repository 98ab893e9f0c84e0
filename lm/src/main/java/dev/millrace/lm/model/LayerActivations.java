package dev.millrace.lm.model;

import dev.millrace.lm.format.ModelConfig;
import dev.millrace.lm.kernel.HeadLayout;
import dev.millrace.lm.torch.Buffer;
import dev.millrace.lm.torch.DType;
import dev.millrace.lm.torch.TensorScope;
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
    static LayerActivations single(TensorScope owner, DType type, ModelConfig config, HeadLayout layout) {
        Buffer stream = new Buffer(owner, type, config.hiddenSize());
        return new LayerActivations(
                stream,
                new Buffer(owner, type, layout.width()),
                new Buffer(owner, type, layout.queryWidth()),
                stream,
                new Buffer(owner, type, 2L * config.intermediateSize()));
    }

    /** One for each layer, and one more whose input is the stream behind the last. */
    static List<LayerActivations> ofAll(
            TensorScope owner, DType type, ModelConfig config, HeadLayout layout, Keep keep) {
        List<LayerActivations> all = new ArrayList<>();
        LayerActivations shared = single(owner, type, config, layout);
        Buffer sharedMiddle = new Buffer(owner, type, config.hiddenSize());
        for (int layer = 0; layer <= config.layers(); layer++) {
            LayerActivations own = single(owner, type, config, layout);
            boolean keepsAttention = keep != Keep.INPUTS;
            all.add(new LayerActivations(
                    own.input,
                    keepsAttention ? own.qkv : shared.qkv,
                    keepsAttention ? own.attended : shared.attended,
                    keepsAttention ? new Buffer(owner, type, config.hiddenSize()) : sharedMiddle,
                    keep == Keep.ALL ? own.gateUp : shared.gateUp));
        }
        return all;
    }
}

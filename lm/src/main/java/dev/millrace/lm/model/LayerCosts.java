package dev.millrace.lm.model;

import dev.millrace.lm.format.ModelConfig;
import dev.millrace.lm.kernel.HeadLayout;
import dev.millrace.lm.torch.DType;

/**
 * What the parts of a layer take, for one token: elements to keep them and floating-point operations to make them again.
 *
 * <p>A product {@code [tokens, in] · [in, out]} is {@code 2 · in · out} operations a token. A query meets half of its document
 * on average, or a window, in two products of the heads' width.
 *
 * @param inputBytes of the layer's input
 * @param attentionBytes of queries, keys, values, the heads' output and the stream behind it
 * @param gateUpBytes of gate and up projections
 */
record LayerCosts(
        long inputBytes,
        long attentionBytes,
        long gateUpBytes,
        double projections,
        double heads,
        double gateUp,
        double down) {

    /** Tokens of a document where the batch does not tell: most conversations are shorter, and a plan comes before its batches. */
    private static final int DOCUMENT = 512;

    static LayerCosts of(ModelConfig config, HeadLayout layout, DType type, int tokens) {
        double hidden = config.hiddenSize();
        double intermediate = config.intermediateSize();
        double seen = Math.min(tokens, DOCUMENT) / 2.0;
        return new LayerCosts(
                (long) config.hiddenSize() * type.bytes(),
                (long) (layout.width() + layout.queryWidth() + config.hiddenSize()) * type.bytes(),
                2L * config.intermediateSize() * type.bytes(),
                2 * hidden * (layout.width() + layout.queryWidth()),
                4 * layout.queryWidth() * (layout.window() == 0 ? seen : Math.min(seen, layout.window())),
                4 * hidden * intermediate,
                2 * hidden * intermediate);
    }

    /** The whole layer's operations. */
    double forward() {
        return projections + heads + gateUp + down;
    }

    double attention() {
        return projections + heads;
    }
}

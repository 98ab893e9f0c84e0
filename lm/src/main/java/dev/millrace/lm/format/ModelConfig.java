package dev.millrace.lm.format;

import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The architecture of a decoder-only transformer, as {@code config.json} tells it.
 *
 * @param family model type of a {@link Family}
 * @param headDim size of one head; heads × headDim need not be hiddenSize (Qwen3)
 * @param tiedHead the output head is the embedding matrix
 * @param qkvBias q, k and v have biases (Qwen2)
 * @param qkNorm q and k are RMS-normalized per head (Qwen3)
 * @param slidingWindow how many positions back a token sees, itself included, in every layer (Mistral); null for all
 * @param bosTokenIds from config.json
 * @param eosTokenIds from config.json and generation_config.json
 */
public record ModelConfig(
        String family,
        int hiddenSize,
        int intermediateSize,
        int layers,
        int heads,
        int kvHeads,
        int headDim,
        int vocabSize,
        int maxPositions,
        double rmsNormEps,
        double ropeTheta,
        @Nullable RopeScaling ropeScaling,
        boolean tiedHead,
        boolean qkvBias,
        boolean qkNorm,
        @Nullable Integer slidingWindow,
        List<Integer> bosTokenIds,
        List<Integer> eosTokenIds) {

    public ModelConfig {
        if (heads % kvHeads != 0) {
            throw new IllegalArgumentException("num_attention_heads is " + heads
                    + ", expected a multiple of num_key_value_heads, which is " + kvHeads);
        }
        if (headDim % 2 != 0) {
            throw new IllegalArgumentException("head_dim is " + headDim + ", expected an even number");
        }
        bosTokenIds = List.copyOf(bosTokenIds);
        eosTokenIds = List.copyOf(eosTokenIds);
    }

    /** Reads {@code config.json} (both the older and the newer spelling), and generation_config.json where there is one. */
    public static ModelConfig read(Path folder) {
        return ModelConfigReader.read(folder);
    }

    /** How many query heads share one key-value head. */
    public int groups() {
        return heads / kvHeads;
    }

    /** Number of weights, by formula. */
    public long parameters() {
        long attention = 2L * hiddenSize * headDim * (heads + kvHeads);
        long biases = qkvBias ? (long) headDim * (heads + 2L * kvHeads) : 0;
        long norms = 2L * hiddenSize + (qkNorm ? 2L * headDim : 0);
        long block = attention + biases + norms + 3L * hiddenSize * intermediateSize;
        return layers * block + (tiedHead ? 1L : 2L) * vocabSize * hiddenSize + hiddenSize;
    }
}

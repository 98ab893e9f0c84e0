package dev.millrace.lm.model;

import dev.millrace.lm.format.ModelConfig;
import dev.millrace.lm.kernel.HeadLayout;
import dev.millrace.lm.kernel.Kernels;
import dev.millrace.lm.kernel.Nf4Codes;
import dev.millrace.lm.quant.Nf4Tensor;
import dev.millrace.lm.torch.Device;
import dev.millrace.lm.torch.Tensor;
import dev.millrace.lm.torch.TensorScope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Puts a model's parts together under the checkpoint's names. Tensors are taken one at a time, so that besides the model
 * only one is in memory.
 */
final class ModelLoader {

    private final ModelConfig config;
    private final LoadOptions options;
    private final Weights source;
    private final TensorScope scope;
    private final Kernels kernels;
    private final HeadLayout layout;
    private final List<Weight> trainable = new ArrayList<>();
    private final Map<List<Integer>, Nf4Matrix.SharedMemory> spread = new HashMap<>();
    private Nf4Codes.@Nullable Tables tables;

    ModelLoader(ModelConfig config, LoadOptions options, Weights source, TensorScope scope, Kernels kernels) {
        this.config = config;
        this.options = options;
        this.source = source;
        this.scope = scope;
        this.kernels = kernels;
        this.layout = layout(config);
    }

    static HeadLayout layout(ModelConfig config) {
        Integer window = config.slidingWindow();
        return new HeadLayout(config.heads(), config.kvHeads(), config.headDim(), window == null ? 0 : window);
    }

    /** Every weight that is not in 4 bits, in the order it was loaded. */
    List<Weight> weights() {
        return trainable;
    }

    Weight embedding() {
        return matrix(config.hiddenSize(), new Part("model.embed_tokens.weight", config.vocabSize()));
    }

    RmsNorm finalNorm() {
        return norm("model.norm", config.hiddenSize());
    }

    /** The output matrix of an untied head. */
    Weight head() {
        return matrix(config.hiddenSize(), new Part("lm_head.weight", config.vocabSize()));
    }

    List<Block> blocks() {
        return IntStream.range(0, config.layers())
                .mapToObj(i -> block("model.layers." + i + "."))
                .toList();
    }

    private Block block(String prefix) {
        return new Block(attention(prefix), feedForward(prefix));
    }

    private SelfAttention attention(String prefix) {
        String own = prefix + "self_attn.";
        return new SelfAttention(
                norm(prefix + "input_layernorm", config.hiddenSize()),
                projection(
                        config.hiddenSize(),
                        config.qkvBias(),
                        new Part(own + "q_proj", layout.queryWidth()),
                        new Part(own + "k_proj", layout.keyWidth()),
                        new Part(own + "v_proj", layout.keyWidth())),
                config.qkNorm() ? headNorms(own) : null,
                projection(layout.queryWidth(), false, new Part(own + "o_proj", config.hiddenSize())),
                layout,
                kernels);
    }

    private HeadNorms headNorms(String prefix) {
        return new HeadNorms(
                vector(new Part(prefix + "q_norm.weight", config.headDim())),
                vector(new Part(prefix + "k_norm.weight", config.headDim())),
                config.rmsNormEps(),
                layout,
                kernels);
    }

    private FeedForward feedForward(String prefix) {
        String own = prefix + "mlp.";
        return new FeedForward(
                norm(prefix + "post_attention_layernorm", config.hiddenSize()),
                projection(
                        config.hiddenSize(),
                        false,
                        new Part(own + "gate_proj", config.intermediateSize()),
                        new Part(own + "up_proj", config.intermediateSize())),
                projection(config.intermediateSize(), false, new Part(own + "down_proj", config.hiddenSize())),
                kernels);
    }

    private RmsNorm norm(String name, int width) {
        return new RmsNorm(vector(new Part(name + ".weight", width)), config.rmsNormEps(), kernels);
    }

    private Projection projection(int in, boolean biased, Part... parts) {
        Part[] weights = named(".weight", parts);
        Matrix matrix = options.nf4() ? quantized(in, weights) : matrix(in, weights);
        @Nullable Weight bias = biased ? vector(named(".bias", parts)) : null;
        return new Projection(List.of(parts), in, matrix, bias, kernels.products());
    }

    private static Part[] named(String ending, Part... parts) {
        return Stream.of(parts)
                .map(part -> new Part(part.name() + ending, part.rows()))
                .toArray(Part[]::new);
    }

    private Matrix quantized(int in, Part... parts) {
        List<Nf4Matrix.Rows> matrices =
                Stream.of(parts).map(part -> quantized(in, part)).toList();
        int rows = Stream.of(parts).mapToInt(Part::rows).sum();
        Nf4Matrix.SharedMemory memory = spread.computeIfAbsent(
                List.of(rows, in),
                shape -> new Nf4Matrix.SharedMemory(
                        scope, scope.empty(options.precision().type(), rows, in)));
        return new Nf4Matrix(matrices, memory);
    }

    private Nf4Matrix.Rows quantized(int in, Part part) {
        Nf4Tensor weights = source.nf4(part.name(), part.rows(), in);
        if (scope.device() == Device.CPU) {
            return new Nf4Matrix.Rows(part.rows(), out -> kernels.dequantize(weights, out));
        }
        Nf4Codes codes = nf4Tables().copy(weights);
        return new Nf4Matrix.Rows(part.rows(), codes::spread);
    }

    private Nf4Codes.Tables nf4Tables() {
        if (tables == null) {
            tables = new Nf4Codes.Tables(scope);
        }
        return tables;
    }

    private Weight matrix(int in, Part... parts) {
        int rows = Stream.of(parts).mapToInt(Part::rows).sum();
        Tensor stack = scope.empty(options.precision().type(), rows, in);
        int row = 0;
        for (Part part : parts) {
            fill(stack, row, part);
            row += part.rows();
        }
        return remember(new Weight(List.of(parts), stack));
    }

    private Weight vector(Part... parts) {
        int rows = Stream.of(parts).mapToInt(Part::rows).sum();
        Tensor stack = scope.empty(options.precision().type(), rows);
        int row = 0;
        for (Part part : parts) {
            fill(stack, row, part);
            row += part.rows();
        }
        return remember(new Weight(List.of(parts), stack));
    }

    private void fill(Tensor stack, int row, Part part) {
        try (Tensor rows = scope.narrow(stack, 0, row, part.rows())) {
            source.read(part.name(), rows);
        }
    }

    private Weight remember(Weight weight) {
        trainable.add(weight);
        return weight;
    }
}

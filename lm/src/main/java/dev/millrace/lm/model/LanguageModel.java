package dev.millrace.lm.model;

import dev.millrace.lm.checkpoint.Checkpoint;
import dev.millrace.lm.format.HostTensor;
import dev.millrace.lm.format.ModelConfig;
import dev.millrace.lm.format.Safetensors;
import dev.millrace.lm.format.TensorData;
import dev.millrace.lm.kernel.KernelChoice;
import dev.millrace.lm.kernel.Kernels;
import dev.millrace.lm.kernel.Rotation;
import dev.millrace.lm.kernel.Spans;
import dev.millrace.lm.text.TokenBatch;
import dev.millrace.lm.torch.DType;
import dev.millrace.lm.torch.Tensor;
import dev.millrace.lm.torch.TensorScope;
import dev.millrace.lm.torch.Torch;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A decoder-only transformer: losses, logits, and the gradients of what is trained. The backward pass is written out, layer
 * by layer, and computes again what {@link Keep} did not keep.
 *
 * <p>Used by one thread at a time; closing it frees all its memory, adapters included.
 */
public final class LanguageModel implements AutoCloseable {

    private final ModelConfig config;
    private final LoadOptions options;
    private final TensorScope scope;
    private final Kernels kernels;
    private final List<Weight> weights;
    private final Weight embedding;
    private final List<Block> blocks;
    private final Head head;
    private final RopeTable rope;
    private final Activations activations;
    private final Workspace work;
    private @Nullable LoraAdapter attached;

    private LanguageModel(ModelConfig config, LoadOptions options, Weights source) {
        this.config = config;
        this.options = options;
        this.scope = Torch.scope(options.device());
        this.kernels = KernelChoice.kernels(options.device());
        activations = new Activations(scope, type(), config, options);
        work = activations.work();
        ModelLoader loader = new ModelLoader(config, options, source, scope, kernels);
        embedding = loader.embedding();
        blocks = loader.blocks();
        RmsNorm finalNorm = loader.finalNorm();
        head = new Head(activations.buffers(), finalNorm, config.tiedHead() ? embedding : loader.head(), kernels);
        weights = loader.weights();
        rope = new RopeTable(scope, config);
    }

    /**
     * Loads a Hugging Face model folder; its tensors are mapped, converted one at a time, and checked. A folder in NF4 is held
     * so whatever the options say, its codes where the file is mapped.
     */
    public static LanguageModel load(Path folder, LoadOptions options) {
        try (Checkpoint checkpoint = Checkpoint.open(folder)) {
            LoadOptions own = checkpoint.isQuantized() ? options.quantized() : options;
            return new LanguageModel(checkpoint.config(), own, Weights.of(checkpoint));
        }
    }

    /** A model with fresh weights, to be trained from scratch. */
    public static LanguageModel initialize(ModelConfig config, LoadOptions options, long seed) {
        return new LanguageModel(config, options, Weights.fresh(seed, config.layers()));
    }

    public ModelConfig config() {
        return config;
    }

    TensorScope scope() {
        return scope;
    }

    DType type() {
        return options.precision().type();
    }

    Stream<Projection> projections() {
        return blocks.stream().flatMap(Block::projections);
    }

    /** Puts an adapter to work, in place of the one before. */
    public void attach(LoraAdapter adapter) {
        detach();
        adapter.attach();
        attached = adapter;
    }

    /** Back to the base model. */
    public void detach() {
        projections().forEach(projection -> projection.attach(null));
        attached = null;
    }

    /** Makes every weight trainable. Costs 12 bytes a weight, and 4 more in bf16. */
    public Trainable trainWeights() {
        if (options.nf4()) {
            throw new IllegalStateException("weights in 4 bits cannot be trained; load the model without nf4");
        }
        return WeightTraining.of(scope, weights);
    }

    /** Losses of each document; nothing is kept. */
    public Scores score(TokenBatch batch) {
        try (TensorScope pass = scope.child()) {
            Tensor stream = forward(pass, batch);
            return Scores.of(batch, head.losses(pass, stream, scored(batch), scoredTargets(batch)));
        }
    }

    /** Logits of every position of one document, {@code [tokens, vocab]}. All of them at once: for short documents. */
    public float[] logits(int[] ids) {
        try (TensorScope pass = scope.child()) {
            return head.logits(pass, forward(pass, TokenBatch.document(ids)), ids.length);
        }
    }

    /**
     * Adds {@code scale} times the gradient of the sum of losses to the gradients of what is trained.
     *
     * @return the sum of losses in nats
     */
    public double forwardBackward(TokenBatch batch, double scale) {
        int[] rows = scored(batch);
        if (rows.length == 0) {
            return 0;
        }
        if (attached == null) {
            return forwardBackward(batch, rows, scale);
        }
        attached.beginPass();
        try {
            return forwardBackward(batch, rows, scale);
        } finally {
            attached.endPass();
        }
    }

    private double forwardBackward(TokenBatch batch, int[] rows, double scale) {
        try (TensorScope pass = scope.child()) {
            BatchLayout layout = layout(pass, batch);
            List<LayerActivations> layers = activations.kept(plan());
            Tensor ids = pass.of(batch.ids());
            Tensor stream = forward(ids, layers, layout);
            Tensor g = work.streamGradient.rows(batch.size());
            float[] losses = head.lossesBackward(pass, stream, rows, scoredTargets(batch), scale, g);
            backward(ids, layers, layout, g);
            return sum(losses);
        }
    }

    /**
     * What a training pass keeps of each layer. Decided at the first call, by what memory is left then: attach an adapter before.
     *
     * @throws ActivationMemoryException if the memory that was given for activations is too little
     */
    public ActivationPlan plan() {
        return activations.plan(attached);
    }

    /** What all activations take at present. */
    long activationBytes() {
        return activations.buffers().bytes();
    }

    /** A pass that keeps nothing; gives the stream behind the last layer. */
    private Tensor forward(TensorScope pass, TokenBatch batch) {
        BatchLayout layout = layout(pass, batch);
        return stream(pass.of(batch.ids()), layout.rotation(), layer -> attend(layout));
    }

    /** How the layer of a number attends. */
    interface Attention {
        SelfAttention.Attend of(int layer);
    }

    Tensor stream(Tensor ids, Rotation rotation, Attention attention) {
        LayerActivations passing = activations.passing();
        Tensor x = passing.input().rows(ids.size(0));
        kernels.embed(embedding.tensor(), ids, x);
        for (int layer = 0; layer < blocks.size(); layer++) {
            blocks.get(layer).forward(x, passing, work, rotation, attention.of(layer), x);
        }
        return x;
    }

    private Tensor forward(Tensor ids, List<LayerActivations> layers, BatchLayout layout) {
        int tokens = ids.size(0);
        Tensor x = layers.get(0).input().rows(tokens);
        kernels.embed(embedding.tensor(), ids, x);
        for (int layer = 0; layer < blocks.size(); layer++) {
            Tensor y = layers.get(layer + 1).input().rows(tokens);
            blocks.get(layer).forward(x, layers.get(layer), work, layout.rotation(), attend(layout), y);
            x = y;
        }
        return x;
    }

    private void backward(Tensor ids, List<LayerActivations> layers, BatchLayout layout, Tensor g) {
        Tensor embeddingGradient = embedding.gradient();
        for (int layer = blocks.size() - 1; layer >= 0; layer--) {
            Block block = blocks.get(layer);
            LayerActivations own = layers.get(layer);
            Tensor x = own.input().rows(ids.size(0));
            block.restore(plan().keep(layer), x, own, work, layout.rotation(), attend(layout));
            boolean first = layer == 0 && embeddingGradient == null;
            block.backward(x, own, work, layout, first, g);
        }
        if (embeddingGradient != null) {
            kernels.embedBackward(g, ids, embeddingGradient);
        }
    }

    private SelfAttention.Attend attend(BatchLayout layout) {
        return (rotated, attended) -> kernels.attention(rotated, ModelLoader.layout(config), layout.spans(), attended);
    }

    private BatchLayout layout(TensorScope pass, TokenBatch batch) {
        if (batch.size() > options.maxTokens()) {
            throw new IllegalArgumentException(
                    "the batch has " + batch.size() + " tokens, but the model was loaded for " + options.maxTokens()
                            + "; split it, or load the model for more");
        }
        checkVocabulary(batch.ids());
        checkVocabulary(scoredTargets(batch));
        int[] positions = new int[batch.size()];
        for (int document = 0; document < batch.documents(); document++) {
            int start = batch.starts()[document];
            for (int t = 0; t < batch.length(document); t++) {
                positions[start + t] = t;
            }
        }
        Spans spans = Spans.of(batch.starts(), batch.size(), ModelLoader.layout(config));
        return new BatchLayout(rope.rows(pass, positions), spans);
    }

    void checkVocabulary(int[] ids) {
        for (int t = 0; t < ids.length; t++) {
            if (ids[t] < 0 || ids[t] >= config.vocabSize()) {
                throw new IllegalArgumentException("token id " + ids[t] + " at position " + t
                        + " is outside the model's vocabulary of 0 to " + (config.vocabSize() - 1)
                        + "; is the tokenizer another model's?");
            }
        }
    }

    /** A decoder with room for so many tokens; close it before the model. */
    public Decoder decoder(int capacity) {
        return new Decoder(this, rope, head, kernels, capacity);
    }

    private static int[] scored(TokenBatch batch) {
        IntPredicate counts = t -> batch.targets()[t] != TokenBatch.IGNORED;
        return IntStream.range(0, batch.size()).filter(counts).toArray();
    }

    private static int[] scoredTargets(TokenBatch batch) {
        return Arrays.stream(batch.targets())
                .filter(target -> target != TokenBatch.IGNORED)
                .toArray();
    }

    private static double sum(float[] losses) {
        double sum = 0;
        for (float loss : losses) {
            sum += loss;
        }
        return sum;
    }

    /** Writes {@code model.safetensors} in the model's arithmetic under the checkpoint's names, whole or not at all. */
    public void save(Path folder) {
        if (options.nf4()) {
            throw new IllegalStateException(
                    "weights in 4 bits are not saved from memory; load the model without nf4, or quantize its folder");
        }
        Map<String, TensorData> tensors = new LinkedHashMap<>();
        for (Weight weight : weights) {
            for (Map.Entry<String, HostTensor> part :
                    WeightTraining.export(scope, weight).entrySet()) {
                tensors.put(
                        part.getKey(),
                        type() == DType.BF16 ? TensorData.bf16(part.getValue()) : TensorData.f32(part.getValue()));
            }
        }
        Safetensors.write(folder.resolve("model.safetensors"), tensors, Map.of("format", "pt"));
    }

    @Override
    public void close() {
        scope.close();
    }
}

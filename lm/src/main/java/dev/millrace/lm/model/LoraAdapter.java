package dev.millrace.lm.model;

import dev.millrace.lm.format.HostTensor;
import dev.millrace.lm.format.LoraConfig;
import dev.millrace.lm.format.PeftAdapter;
import dev.millrace.lm.kernel.Products.Block;
import dev.millrace.lm.torch.Buffer;
import dev.millrace.lm.torch.Buffers;
import dev.millrace.lm.torch.DType;
import dev.millrace.lm.torch.Tensor;
import dev.millrace.lm.torch.TensorScope;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;

/**
 * A LoRA adapter (Hu et al., 2021) in a model's memory. It works while it is attached, and is trained through
 * {@link Trainable}. Belongs to its model; closing it earlier frees its memory.
 */
public final class LoraAdapter implements Trainable, AutoCloseable {

    private final LoraConfig config;
    private final TensorScope scope;
    private final Map<Projection, LoraBypass> bypasses = new LinkedHashMap<>();
    private final Map<Integer, Buffer> passing = new HashMap<>();
    private final Buffers buffers;
    private final LoraDropout dropout;
    private final ParameterSet parameters;
    private int passes;

    private LoraAdapter(LanguageModel model, LoraConfig config, long seed, Map<String, HostTensor> values) {
        this.config = config;
        this.scope = model.scope().child();
        this.buffers = new Buffers(scope, model.type());
        this.dropout = new LoraDropout(buffers, config, seed, widths(model, config));
        List<Parameter> all = new ArrayList<>();
        model.projections().forEach(projection -> addBypass(projection, model.type(), values, all));
        this.parameters = new ParameterSet(scope, all, () -> bypasses.values().forEach(LoraBypass::refresh));
    }

    /**
     * A fresh adapter, which changes nothing yet: A uniform in ±1/√in as PEFT draws it, B zero.
     *
     * @param seed of A and of dropout
     */
    public static LoraAdapter create(LanguageModel model, LoraConfig config, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        Map<String, HostTensor> values = new LinkedHashMap<>();
        model.projections().forEach(projection -> adapted(projection, config).forEach(part -> {
            values.put(PeftAdapter.nameOfA(part.name()), uniform(random, config.rank(), projection.in()));
            values.put(PeftAdapter.nameOfB(part.name()), HostTensor.zeros(part.rows(), config.rank()));
        }));
        return new LoraAdapter(model, config, seed, values);
    }

    /**
     * A trained adapter in a model's memory.
     *
     * @throws IllegalArgumentException if it does not fit the model, naming the tensor
     */
    public static LoraAdapter of(LanguageModel model, PeftAdapter adapter) {
        return of(model, adapter, 0);
    }

    /** The same, to be trained further with dropout by a seed. */
    public static LoraAdapter of(LanguageModel model, PeftAdapter adapter, long seed) {
        LoraAdapter own = new LoraAdapter(model, adapter.config(), seed, adapter.tensors());
        var foreign = new ArrayList<>(adapter.tensors().keySet());
        foreign.removeAll(own.parameters().keySet());
        if (!foreign.isEmpty()) {
            own.close();
            throw new IllegalArgumentException("The adapter holds " + foreign.get(0) + " and " + (foreign.size() - 1)
                    + " more tensors that the model has no place for; is it of another base?");
        }
        return own;
    }

    private static HostTensor uniform(SplittableRandom random, int rank, int in) {
        double bound = 1 / Math.sqrt(in);
        HostTensor tensor = HostTensor.zeros(rank, in);
        for (int i = 0; i < tensor.values().length; i++) {
            tensor.values()[i] = (float) random.nextDouble(-bound, bound);
        }
        return tensor;
    }

    private static List<Part> adapted(Projection projection, LoraConfig config) {
        return projection.parts().stream()
                .filter(part -> config.targets()
                        .contains(part.name().substring(part.name().lastIndexOf('.') + 1)))
                .toList();
    }

    private static Set<Integer> widths(LanguageModel model, LoraConfig config) {
        return model.projections()
                .filter(projection -> !adapted(projection, config).isEmpty())
                .map(Projection::in)
                .collect(Collectors.toSet());
    }

    private void addBypass(Projection projection, DType type, Map<String, HostTensor> values, List<Parameter> all) {
        List<Part> adapted = adapted(projection, config);
        if (adapted.isEmpty()) {
            return;
        }
        int ranks = adapted.size() * config.rank();
        List<Part> rowsOfA = adapted.stream()
                .map(part -> new Part(PeftAdapter.nameOfA(part.name()), config.rank()))
                .toList();
        Parameter a = parameter(rowsOfA, values, ranks, projection.in(), false);
        List<Parameter> b = adapted.stream()
                .map(part -> parameter(
                        List.of(new Part(PeftAdapter.nameOfB(part.name()), part.rows())),
                        values,
                        part.rows(),
                        config.rank(),
                        true))
                .toList();
        bypasses.put(
                projection,
                new LoraBypass(
                        bypasses.size(),
                        dropout,
                        config.scale(),
                        a,
                        b,
                        blocks(projection, adapted),
                        scope.empty(type, ranks, projection.in()),
                        scope.zeros(type, projection.out(), ranks),
                        buffers.of(ranks),
                        passing.computeIfAbsent(ranks, buffers::of)));
        all.add(a);
        all.addAll(b);
    }

    private Parameter parameter(List<Part> parts, Map<String, HostTensor> values, int rows, int width, boolean loraB) {
        Tensor value = scope.empty(DType.F32, rows, width);
        Parameter parameter = Parameter.of(scope, parts, value, loraB);
        parameter.restore(value, "", values);
        return parameter;
    }

    private List<Block> blocks(Projection projection, List<Part> adapted) {
        List<Block> blocks = new ArrayList<>();
        int row = 0;
        for (Part part : projection.parts()) {
            if (adapted.contains(part)) {
                blocks.add(new Block(row, part.rows(), blocks.size() * config.rank(), config.rank()));
            }
            row += part.rows();
        }
        return blocks;
    }

    public LoraConfig config() {
        return config;
    }

    /** What its passes need beside those of the model: low-rank products, and what dropout leaves. */
    Buffers buffers() {
        return buffers;
    }

    void attach() {
        bypasses.forEach(Projection::attach);
    }

    /** Inputs are dropped and what the backward pass needs is kept until {@link #endPass}, anew for every pass. */
    void beginPass() {
        dropout.begin(parameters.updates(), passes++);
        bypasses.values().forEach(bypass -> bypass.training(true));
    }

    void endPass() {
        dropout.end();
        bypasses.values().forEach(bypass -> bypass.training(false));
    }

    /** A copy in PEFT's form. */
    public PeftAdapter toPeft() {
        return new PeftAdapter(config, parameters());
    }

    @Override
    public long parameterCount() {
        return parameters.parameterCount();
    }

    @Override
    public void zeroGradients() {
        parameters.zeroGradients();
    }

    @Override
    public double gradientNorm() {
        return parameters.gradientNorm();
    }

    @Override
    public void scaleGradients(double factor) {
        parameters.scaleGradients(factor);
    }

    @Override
    public void step(double learningRate, AdamW constants) {
        parameters.step(learningRate, constants);
        passes = 0;
    }

    @Override
    public Map<String, HostTensor> parameters() {
        return parameters.parameters();
    }

    @Override
    public void setParameters(Map<String, HostTensor> values) {
        parameters.setParameters(values);
    }

    @Override
    public Map<String, HostTensor> gradients() {
        return parameters.gradients();
    }

    @Override
    public long optimizerBytes() {
        return parameters.optimizerBytes();
    }

    @Override
    public Map<String, HostTensor> optimizerState() {
        return parameters.optimizerState();
    }

    @Override
    public void setOptimizerState(Map<String, HostTensor> state) {
        parameters.setOptimizerState(state);
        passes = 0;
    }

    /** Detach it first. */
    @Override
    public void close() {
        scope.close();
    }
}

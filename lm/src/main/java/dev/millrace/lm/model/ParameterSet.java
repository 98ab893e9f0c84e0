package dev.millrace.lm.model;

import dev.millrace.lm.format.HostTensor;
import dev.millrace.lm.kernel.Optimizer;
import dev.millrace.lm.torch.Tensor;
import dev.millrace.lm.torch.TensorScope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Parameters that are updated together, and what the model has to do to compute with their new values. */
final class ParameterSet implements Trainable {

    private static final String STEPS = "step";

    private final TensorScope owner;
    private final List<Parameter> parameters;
    private final Runnable refresh;
    private @Nullable TensorScope memory;
    private List<Moments> moments = List.of();
    private int steps;

    ParameterSet(TensorScope owner, List<Parameter> parameters, Runnable refresh) {
        this.owner = owner;
        this.parameters = parameters;
        this.refresh = refresh;
    }

    /** How often the parameters were updated. */
    int updates() {
        return steps;
    }

    @Override
    public long parameterCount() {
        return parameters.stream().mapToLong(p -> p.value().elements()).sum();
    }

    @Override
    public void zeroGradients() {
        Optimizer.zero(all(Parameter::gradient));
    }

    @Override
    public double gradientNorm() {
        return Optimizer.norm(all(Parameter::gradient));
    }

    @Override
    public void scaleGradients(double factor) {
        Optimizer.scale(all(Parameter::gradient), factor);
    }

    /** Moments come into being with the first update: an adapter that only answers needs none. */
    @Override
    public void step(double learningRate, AdamW constants) {
        if (steps == 0) {
            forget();
            remember(p -> constants.eightBit() && p.value().elements() >= EightBitMoments.LEAST_ELEMENTS);
        }
        steps++;
        moments.forEach(each -> each.update(learningRate, constants, steps));
        refresh.run();
    }

    private void remember(Predicate<Parameter> inEightBits) {
        Map<Boolean, List<Parameter>> groups = parameters.stream().collect(Collectors.partitioningBy(inEightBits));
        TensorScope room = owner.child();
        memory = room;
        moments = Stream.of(
                        new Float32Moments(room, groups.getOrDefault(false, List.of())),
                        new EightBitMoments(room, groups.getOrDefault(true, List.of())))
                .toList();
    }

    private void forget() {
        moments = List.of();
        if (memory != null) {
            memory.close();
            memory = null;
        }
    }

    @Override
    public long optimizerBytes() {
        return moments.stream().mapToLong(Moments::bytes).sum();
    }

    @Override
    public Map<String, HostTensor> parameters() {
        return export("", Parameter::value);
    }

    @Override
    public void setParameters(Map<String, HostTensor> values) {
        parameters.forEach(p -> p.restore(p.value(), "", values));
        refresh.run();
    }

    @Override
    public Map<String, HostTensor> gradients() {
        return export("", Parameter::gradient);
    }

    @Override
    public Map<String, HostTensor> optimizerState() {
        Map<String, HostTensor> state = new LinkedHashMap<>();
        moments.forEach(each -> each.export(state));
        state.put(STEPS, new HostTensor(new int[] {1}, new float[] {steps}));
        return state;
    }

    /** In the form in which it was stored. */
    @Override
    public void setOptimizerState(Map<String, HostTensor> state) {
        HostTensor stored = state.get(STEPS);
        if (stored == null) {
            throw new IllegalArgumentException("the optimizer state has no '" + STEPS + "', expected the update count");
        }
        forget();
        steps = (int) stored.values()[0];
        if (steps > 0) {
            remember(parameter -> EightBitMoments.holds(state, parameter));
            moments.forEach(each -> each.restore(state));
        }
    }

    private Map<String, HostTensor> export(String prefix, Function<Parameter, Tensor> which) {
        Map<String, HostTensor> out = new LinkedHashMap<>();
        parameters.forEach(p -> p.export(which.apply(p), prefix, out));
        return out;
    }

    private List<Tensor> all(Function<Parameter, Tensor> which) {
        return parameters.stream().map(which).toList();
    }
}

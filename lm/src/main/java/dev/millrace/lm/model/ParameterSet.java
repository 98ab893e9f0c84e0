package dev.millrace.lm.model;

import dev.millrace.lm.format.HostTensor;
import dev.millrace.lm.kernel.Optimizer;
import dev.millrace.lm.torch.DType;
import dev.millrace.lm.torch.Tensor;
import dev.millrace.lm.torch.TensorScope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;

/** Parameters that are updated together, and what the model has to do to compute with their new values. */
final class ParameterSet implements Trainable {

    private static final String FIRST = "exp_avg.";
    private static final String SECOND = "exp_avg_sq.";
    private static final String STEPS = "step";

    private final List<Parameter> parameters;
    private final Runnable refresh;
    private final Tensor step;
    private int steps;

    ParameterSet(TensorScope owner, List<Parameter> parameters, Runnable refresh) {
        this.parameters = parameters;
        this.refresh = refresh;
        this.step = owner.zeros(DType.F32, 1);
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

    @Override
    public void step(double learningRate, AdamW constants) {
        step.putRows(0, new float[] {++steps});
        update(p -> !p.isVector(), learningRate, constants, constants.weightDecay());
        update(Parameter::isVector, learningRate, constants, 0);
        refresh.run();
    }

    private void update(Predicate<Parameter> which, double learningRate, AdamW constants, double weightDecay) {
        List<Parameter> chosen = parameters.stream().filter(which).toList();
        if (!chosen.isEmpty()) {
            Optimizer.adamW(
                    chosen.stream().map(Parameter::value).toList(),
                    chosen.stream().map(Parameter::gradient).toList(),
                    chosen.stream().map(Parameter::first).toList(),
                    chosen.stream().map(Parameter::second).toList(),
                    step,
                    learningRate,
                    constants.beta1(),
                    constants.beta2(),
                    weightDecay,
                    constants.eps());
        }
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
        Map<String, HostTensor> state = new LinkedHashMap<>(export(FIRST, Parameter::first));
        state.putAll(export(SECOND, Parameter::second));
        state.put(STEPS, new HostTensor(new int[] {1}, new float[] {steps}));
        return state;
    }

    @Override
    public void setOptimizerState(Map<String, HostTensor> state) {
        HostTensor stored = state.get(STEPS);
        if (stored == null) {
            throw new IllegalArgumentException("the optimizer state has no '" + STEPS + "', expected the update count");
        }
        parameters.forEach(p -> p.restore(p.first(), FIRST, state));
        parameters.forEach(p -> p.restore(p.second(), SECOND, state));
        steps = (int) stored.values()[0];
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

package dev.millrace.lm.model;

import dev.millrace.lm.format.HostTensor;
import dev.millrace.lm.kernel.Optimizer;
import dev.millrace.lm.torch.DType;
import dev.millrace.lm.torch.Tensor;
import dev.millrace.lm.torch.TensorScope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** Both moments in f32, updated by one fused operation for all parameters that share rate and decay. */
final class Float32Moments implements Moments {

    private static final String FIRST = "exp_avg.";
    private static final String SECOND = "exp_avg_sq.";

    /** A parameter with its moments, of its shape. */
    private record Entry(Parameter parameter, Tensor first, Tensor second) {}

    /** How fast parameters move: what one fused operation has in common. */
    private record Pace(double learningRate, double weightDecay) {}

    private final List<Entry> entries;
    private final Tensor step;

    Float32Moments(TensorScope owner, List<Parameter> parameters) {
        entries = parameters.stream()
                .map(parameter -> new Entry(parameter, zeros(owner, parameter), zeros(owner, parameter)))
                .toList();
        step = owner.zeros(DType.F32, 1);
    }

    private static Tensor zeros(TensorScope owner, Parameter parameter) {
        return owner.zeros(DType.F32, parameter.value().shape());
    }

    @Override
    public void update(double learningRate, AdamW constants, int number) {
        step.putRows(0, new float[] {number});
        entries.stream()
                .collect(Collectors.groupingBy(
                        entry -> new Pace(
                                entry.parameter.learningRate(learningRate, constants),
                                entry.parameter.weightDecay(constants)),
                        LinkedHashMap::new,
                        Collectors.toList()))
                .forEach((pace, group) -> update(pace, group, constants));
    }

    private void update(Pace pace, List<Entry> group, AdamW constants) {
        Optimizer.adamW(
                group.stream().map(entry -> entry.parameter.value()).toList(),
                group.stream().map(entry -> entry.parameter.gradient()).toList(),
                group.stream().map(Entry::first).toList(),
                group.stream().map(Entry::second).toList(),
                step,
                pace.learningRate,
                constants.beta1(),
                constants.beta2(),
                pace.weightDecay,
                constants.eps());
    }

    @Override
    public void export(Map<String, HostTensor> state) {
        entries.forEach(entry -> entry.parameter.export(entry.first, FIRST, state));
        entries.forEach(entry -> entry.parameter.export(entry.second, SECOND, state));
    }

    @Override
    public void restore(Map<String, HostTensor> state) {
        entries.forEach(entry -> entry.parameter.restore(entry.first, FIRST, state));
        entries.forEach(entry -> entry.parameter.restore(entry.second, SECOND, state));
    }

    @Override
    public long bytes() {
        return entries.stream()
                .mapToLong(entry -> entry.first.elements() * 2 * Float.BYTES)
                .sum();
    }
}

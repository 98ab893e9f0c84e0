package dev.millrace.lm.model;

import dev.millrace.lm.format.HostTensor;
import dev.millrace.lm.torch.DType;
import dev.millrace.lm.torch.Tensor;
import dev.millrace.lm.torch.TensorScope;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Full-parameter training: every weight has an f32 master, from which the model's copy is refreshed after each update. */
final class WeightTraining {

    private WeightTraining() {}

    static Trainable of(TensorScope owner, List<Weight> weights) {
        Map<Weight, Parameter> parameters = new LinkedHashMap<>();
        for (Weight weight : weights) {
            Parameter parameter = Parameter.of(owner, weight.parts(), master(owner, weight), false);
            weight.train(parameter.gradient());
            parameters.put(weight, parameter);
        }
        Runnable refresh = () -> parameters.forEach((weight, parameter) -> {
            if (weight.tensor() != parameter.value()) {
                weight.tensor().copyFrom(parameter.value());
            }
        });
        return new ParameterSet(owner, List.copyOf(parameters.values()), refresh);
    }

    /** In f32 arithmetic the weight is its own master. */
    private static Tensor master(TensorScope owner, Weight weight) {
        return weight.tensor().type() == DType.F32 ? weight.tensor() : owner.copy(weight.tensor(), DType.F32);
    }

    /** A weight's parts as f32, by name. */
    static Map<String, HostTensor> export(TensorScope scope, Weight weight) {
        try (TensorScope work = scope.child()) {
            Tensor values = work.copy(weight.tensor(), DType.F32);
            Map<String, HostTensor> parts = new LinkedHashMap<>();
            new Parameter(weight.parts(), values, values, false).export(values, "", parts);
            return parts;
        }
    }
}

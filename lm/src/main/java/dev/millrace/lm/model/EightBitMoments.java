package dev.millrace.lm.model;

import dev.millrace.lm.format.HostTensor;
import dev.millrace.lm.kernel.Optimizer;
import dev.millrace.lm.quant.DynamicMap;
import dev.millrace.lm.torch.DType;
import dev.millrace.lm.torch.Tensor;
import dev.millrace.lm.torch.TensorScope;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/**
 * Both moments in 8 bits by block-wise dynamic quantization (Dettmers et al., 2022, "8-bit Optimizers via Block-wise
 * Quantization"), as bitsandbytes does it: each block of 256 elements has its largest magnitude in f32, and each element the code
 * of its share of that, by the signed {@link DynamicMap} for the mean and the unsigned one for the mean of squares. An update
 * spreads some blocks at a time to f32 and computes there. 2.03 bytes an element in place of 8.
 *
 * <p>In one thing it differs: a mean of squares that is not zero is never rounded to zero, since its root divides.
 */
final class EightBitMoments implements Moments {

    /** Smaller tensors stay in f32, as in bitsandbytes: they take little, and tend to be the sensitive ones. */
    static final int LEAST_ELEMENTS = 4096;

    private static final int BLOCK = 256;
    private static final int AT_ONCE = 1024 * BLOCK;
    private static final String FIRST = "exp_avg";
    private static final String SECOND = "exp_avg_sq";
    private static final String CODES = "_codes.";
    private static final String SCALES = "_absmax.";

    /** One moment: codes of the elements row by row, {@code [blocks * 256]}, and scales {@code [blocks]}. */
    private record Moment(Parameter parameter, String name, Tensor codes, Tensor scales) {

        /** All zero, whatever the codes stand for, since every scale is. */
        static Moment zero(TensorScope owner, Parameter parameter, String name) {
            long blocks = (parameter.value().elements() + BLOCK - 1) / BLOCK;
            return new Moment(parameter, name, owner.zeros(DType.U8, blocks * BLOCK), owner.zeros(DType.F32, blocks));
        }

        List<Tensor> tensors() {
            return List.of(codes, scales);
        }

        void export(TensorScope owner, Map<String, HostTensor> state) {
            try (TensorScope work = owner.child()) {
                Tensor shaped = work.empty(DType.F32, parameter.value().shape());
                int elements = Math.toIntExact(shaped.elements());
                shaped.putRows(0, Arrays.copyOf(work.copy(codes, DType.F32).toArray(), elements));
                parameter.export(shaped, name + CODES, state);
            }
            state.put(name + SCALES + parameter.name(), new HostTensor(new int[] {scales.size(0)}, scales.toArray()));
        }

        void restore(TensorScope owner, Map<String, HostTensor> state) {
            try (TensorScope work = owner.child()) {
                Tensor shaped = work.empty(DType.F32, parameter.value().shape());
                parameter.restore(shaped, name + CODES, state);
                codes.copyFrom(work.of(Arrays.copyOf(shaped.toArray(), codes.size(0)), codes.size(0)));
            }
            scales.putRows(0, stored(state).values());
        }

        private HostTensor stored(Map<String, HostTensor> state) {
            String key = name + SCALES + parameter.name();
            HostTensor found = state.get(key);
            if (found == null || found.values().length != scales.size(0)) {
                throw new IllegalArgumentException(key + " is "
                        + (found == null ? "missing" : Arrays.toString(found.shape())) + ", expected " + scales.size(0)
                        + " scales");
            }
            return found;
        }

        long bytes() {
            return codes.elements() + scales.elements() * Float.BYTES;
        }
    }

    private record Entry(Parameter parameter, Moment first, Moment second) {}

    private final TensorScope owner;
    private final List<Entry> entries;
    private final List<Tensor> maps;

    EightBitMoments(TensorScope owner, List<Parameter> parameters) {
        this.owner = owner;
        maps = List.of(
                vector(DynamicMap.SIGNED.values()),
                vector(DynamicMap.SIGNED.midpoints()),
                vector(DynamicMap.UNSIGNED.values()),
                vector(DynamicMap.UNSIGNED.midpoints()));
        entries = parameters.stream()
                .map(parameter -> new Entry(
                        parameter, Moment.zero(owner, parameter, FIRST), Moment.zero(owner, parameter, SECOND)))
                .toList();
    }

    private Tensor vector(float[] values) {
        return owner.of(values, values.length);
    }

    /** Whether a stored state has this parameter's moments in 8 bits. */
    static boolean holds(Map<String, HostTensor> state, Parameter parameter) {
        return state.containsKey(FIRST + CODES + parameter.name());
    }

    @Override
    public void update(double learningRate, AdamW constants, int step) {
        for (Entry entry : entries) {
            Parameter parameter = entry.parameter;
            Optimizer.adamW8Bit(
                    parameter.value(),
                    parameter.gradient(),
                    entry.first.tensors(),
                    entry.second.tensors(),
                    maps,
                    AT_ONCE,
                    step,
                    parameter.learningRate(learningRate, constants),
                    constants.beta1(),
                    constants.beta2(),
                    parameter.weightDecay(constants),
                    constants.eps());
        }
    }

    @Override
    public void export(Map<String, HostTensor> state) {
        entries.forEach(entry -> entry.first.export(owner, state));
        entries.forEach(entry -> entry.second.export(owner, state));
    }

    @Override
    public void restore(Map<String, HostTensor> state) {
        entries.forEach(entry -> entry.first.restore(owner, state));
        entries.forEach(entry -> entry.second.restore(owner, state));
    }

    @Override
    public long bytes() {
        return entries.stream()
                .mapToLong(entry -> entry.first.bytes() + entry.second.bytes())
                .sum();
    }
}

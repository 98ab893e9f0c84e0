package dev.millrace.lm.checkpoint;

import dev.millrace.lm.format.FormatException;
import dev.millrace.lm.format.HostTensor;
import dev.millrace.lm.format.LoraConfig;
import dev.millrace.lm.format.PeftAdapter;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * The tensors of a checkpoint with an adapter's updates added: {@code W + scale · B · A} (Hu et al., 2021), W {@code [out,
 * in]}, A {@code [rank, in]}, B {@code [out, rank]}, in f32. Thread-safe while the checkpoint is open.
 */
public final class MergedWeights {
    private static final String WEIGHT = ".weight";

    private final Checkpoint base;
    private final Optional<PeftAdapter> adapter;

    /** @throws FormatException where the adapter does not fit the base, naming the tensor */
    public MergedWeights(Checkpoint base, Optional<PeftAdapter> adapter) {
        this.base = base;
        this.adapter = adapter;
        adapter.ifPresent(this::check);
    }

    public Checkpoint base() {
        return base;
    }

    private void check(PeftAdapter update) {
        Set<String> names = base.layout().names();
        for (Map.Entry<String, HostTensor> tensor : update.tensors().entrySet()) {
            String module = PeftAdapter.moduleOf(tensor.getKey());
            if (!names.contains(module + WEIGHT) || !CheckpointLayout.isProjection(module + WEIGHT)) {
                throw new FormatException("The adapter holds " + tensor.getKey() + ", for which " + base.folder()
                        + " has no place; is it of another base?");
            }
            int[] shape = base.layout().shape(module + WEIGHT);
            int rank = update.config().rank();
            int[] expected = tensor.getKey().equals(PeftAdapter.nameOfA(module))
                    ? new int[] {rank, shape[1]}
                    : new int[] {shape[0], rank};
            if (!Arrays.equals(tensor.getValue().shape(), expected)) {
                throw new FormatException("The adapter's " + tensor.getKey() + " is "
                        + Arrays.toString(tensor.getValue().shape()) + ", but " + base.folder() + " makes it "
                        + Arrays.toString(expected) + "; is it of another base?");
            }
        }
    }

    /** Whether the adapter changes the tensor. */
    public boolean isUpdated(String name) {
        return name.endsWith(WEIGHT)
                && adapter.isPresent()
                && adapter.get().tensors().containsKey(PeftAdapter.nameOfA(module(name)));
    }

    public HostTensor read(String name) {
        HostTensor weight = base.read(name);
        if (isUpdated(name)) {
            PeftAdapter update = adapter.orElseThrow();
            HostTensor a = update.tensors().get(PeftAdapter.nameOfA(module(name)));
            HostTensor b = update.tensors().get(PeftAdapter.nameOfB(module(name)));
            add(weight, a.values(), b.values(), update.config());
        }
        return weight;
    }

    private static String module(String name) {
        return name.substring(0, name.length() - WEIGHT.length());
    }

    private static void add(HostTensor weight, float[] a, float[] b, LoraConfig config) {
        int rank = config.rank();
        int in = weight.shape()[1];
        float scale = (float) config.scale();
        IntStream.range(0, weight.shape()[0]).parallel().forEach(row -> {
            for (int k = 0; k < rank; k++) {
                addRow(weight.values(), row * in, scale * b[row * rank + k], a, k * in, in);
            }
        });
    }

    private static void addRow(float[] weight, int to, float factor, float[] a, int from, int in) {
        for (int i = 0; i < in; i++) {
            weight[to + i] += factor * a[from + i];
        }
    }
}

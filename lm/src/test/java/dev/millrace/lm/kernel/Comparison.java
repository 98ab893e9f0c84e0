package dev.millrace.lm.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.millrace.lm.torch.DType;
import dev.millrace.lm.torch.Tensor;
import dev.millrace.lm.torch.TensorScope;
import dev.millrace.lm.torch.Torch;
import java.util.Arrays;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.stream.Stream;

/** Native kernels of one instruction set and element type beside the torch operators, with two threads. */
final class Comparison implements AutoCloseable {

    /** Rows and elements of a row: below, at and above what a vector or a tile holds. */
    static final int[][] SIZES = {{1, 1}, {3, 2}, {5, 16}, {7, 17}, {33, 48}, {130, 63}, {2, 129}};

    private static final Kernels TORCH = new TorchKernels();

    /** Of results of some hundred products. */
    private static final double F32 = 2e-5;

    private static final double BF16 = 0.03;

    record Build(Instructions instructions, DType type) {}

    static Stream<Build> builds() {
        return Stream.of(Instructions.values())
                .flatMap(set -> Stream.of(new Build(set, DType.F32), new Build(set, DType.BF16)));
    }

    private final TensorScope scope = Torch.scope();
    private final int threads = Torch.threads();
    private final Kernels own;
    private final DType type;

    /** Skips the test where the processor lacks the instructions. */
    Comparison(Build build) {
        NativeKernels kernels = NativeKernels.load(build.instructions);
        assumeThat(kernels.instructions())
                .as("instruction set of this processor")
                .isEqualTo(build.instructions);
        Torch.useThreads(2);
        own = kernels;
        type = build.type;
    }

    TensorScope scope() {
        return scope;
    }

    Kernels own() {
        return own;
    }

    Kernels torch() {
        return TORCH;
    }

    /** Has both write to the same random tensor of the element type. */
    void agree(BiConsumer<Kernels, Tensor> call, int... size) {
        agree(type, call, size);
    }

    /** The same for a result in f32, such as a gradient. */
    void agreeInFloats(BiConsumer<Kernels, Tensor> call, int... size) {
        agree(DType.F32, call, size);
    }

    private void agree(DType result, BiConsumer<Kernels, Tensor> call, int... size) {
        Tensor actual = random(result, 9, size);
        Tensor expected = scope.copy(actual, result);
        call.accept(own, actual);
        call.accept(TORCH, expected);
        assertClose(actual, expected);
    }

    private void assertClose(Tensor actual, Tensor expected) {
        float[] a = scope.copy(actual, DType.F32).toArray();
        float[] e = scope.copy(expected, DType.F32).toArray();
        double scale = 1;
        for (float value : e) {
            scale = Math.max(scale, Math.abs(value) / 4);
        }
        double tolerance = scale * (type == DType.BF16 ? BF16 : F32);
        for (int i = 0; i < e.length; i++) {
            assertThat((double) a[i]).as("element %d of %s", i, actual).isBetween(e[i] - tolerance, e[i] + tolerance);
        }
    }

    Tensor random(long seed, int... size) {
        return random(type, seed, size);
    }

    private Tensor random(DType as, long seed, int... size) {
        long[] shape = Arrays.stream(size).asLongStream().toArray();
        return scope.copy(scope.of(values(seed, Arrays.stream(size).reduce(1, (a, b) -> a * b)), shape), as);
    }

    static float[] values(long seed, int count) {
        Random random = new Random(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    Tensor empty(int... size) {
        return scope.empty(type, Arrays.stream(size).asLongStream().toArray());
    }

    Tensor floats(int count) {
        return scope.empty(DType.F32, count);
    }

    Tensor indices(int count, int bound) {
        return scope.of(new Random(5).ints(count, 0, bound).toArray());
    }

    @Override
    public void close() {
        Torch.useThreads(threads);
        scope.close();
    }
}

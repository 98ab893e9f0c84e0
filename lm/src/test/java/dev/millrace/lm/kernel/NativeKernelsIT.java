package dev.millrace.lm.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.millrace.lm.quant.Nf4;
import dev.millrace.lm.quant.Nf4Tensor;
import dev.millrace.lm.torch.DType;
import dev.millrace.lm.torch.Tensor;
import dev.millrace.lm.torch.TensorScope;
import dev.millrace.lm.torch.Torch;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BiConsumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every native kernel against the torch operators, for each instruction set of this processor, on sizes that fit nothing. */
class NativeKernelsIT {

    private static final double EPS = 1e-5;
    private static final Kernels TORCH = new TorchKernels();

    /** Elements of one row and how many rows: below, at and above what a vector or a tile holds. */
    private static final int[][] SIZES = {{1, 1}, {3, 2}, {5, 16}, {7, 17}, {33, 48}, {130, 63}, {2, 129}};

    private TensorScope scope;
    private int threads;

    @BeforeEach
    void openScope() {
        scope = Torch.scope();
        threads = Torch.threads();
        Torch.useThreads(2);
    }

    @AfterEach
    void closeScope() {
        Torch.useThreads(threads);
        scope.close();
    }

    record Build(Instructions instructions, DType type) {}

    static Stream<Build> builds() {
        return Stream.of(Instructions.values())
                .flatMap(set -> Stream.of(new Build(set, DType.F32), new Build(set, DType.BF16)));
    }

    private static Kernels kernels(Build build) {
        NativeKernels kernels = NativeKernels.load(build.instructions);
        assumeThat(kernels.instructions())
                .as("instruction set of this processor")
                .isEqualTo(build.instructions);
        return kernels;
    }

    @ParameterizedTest
    @MethodSource("builds")
    void shouldNormalizeAsTorchDoes(Build build) {
        Kernels own = kernels(build);
        for (int[] size : SIZES) {
            Tensor x = random(build, 1, size);
            Tensor weight = random(build, 2, size[1]);
            Tensor gh = random(build, 3, size);
            agree(build, size, (k, out) -> k.rmsNorm(x, weight, EPS, out), own);
            agree(build, size, (k, g) -> k.rmsNormBackward(x, weight, EPS, gh, g), own);
            agree(
                    new Build(build.instructions, DType.F32),
                    new int[] {size[1]},
                    build,
                    (k, g) -> k.rmsNormWeightGradient(x, EPS, gh, g),
                    own);
        }
    }

    static Stream<HeadLayout> layouts() {
        return Stream.of(
                new HeadLayout(1, 1, 2, 0),
                new HeadLayout(3, 1, 6, 0),
                new HeadLayout(6, 2, 36, 0),
                new HeadLayout(4, 2, 64, 5),
                new HeadLayout(2, 1, 80, 100),
                new HeadLayout(2, 2, 130, 0));
    }

    @ParameterizedTest
    @MethodSource("builds")
    void shouldTurnAndNormalizeHeadsAsTorchDoes(Build build) {
        Kernels own = kernels(build);
        layouts().forEach(layout -> {
            int[] size = {19, layout.width()};
            Tensor qkv = random(build, 1, size);
            Tensor query = random(build, 2, layout.headDim());
            Tensor key = random(build, 3, layout.headDim());
            Rotation rotation = rotation(19, layout.headDim() / 2);
            agree(build, size, (k, out) -> k.rope(qkv, rotation, layout, out), own);
            agree(build, size, (k, g) -> k.ropeBackward(g, rotation, layout), own);
            agree(build, size, (k, out) -> k.headNorm(qkv, query, key, EPS, layout, out), own);
            agree(build, size, (k, g) -> k.headNormBackward(qkv, query, key, EPS, layout, g), own);
            Tensor g = random(build, 4, size);
            agree(
                    new Build(build.instructions, DType.F32),
                    new int[] {layout.headDim()},
                    build,
                    (k, out) -> k.headNormWeightGradient(qkv, EPS, layout, g, out, out),
                    own);
        });
    }

    @ParameterizedTest
    @MethodSource("builds")
    void shouldAttendAsTorchDoes(Build build) {
        Kernels own = kernels(build);
        int[] starts = {0, 3, 6, 7, 107};
        int tokens = 335;
        layouts().forEach(layout -> {
            Tensor qkv = random(build, 1, tokens, layout.width());
            Tensor g = random(build, 2, tokens, layout.queryWidth());
            Spans spans = Spans.of(starts, tokens, layout);
            agree(
                    build,
                    new int[] {tokens, layout.queryWidth()},
                    (k, out) -> k.attention(qkv, layout, spans, out),
                    own);
            agree(
                    build,
                    new int[] {tokens, layout.width()},
                    (k, gqkv) -> k.attentionBackward(qkv, g, layout, spans, gqkv),
                    own);
        });
    }

    @ParameterizedTest
    @MethodSource("builds")
    void shouldGateAsTorchDoes(Build build) {
        Kernels own = kernels(build);
        for (int[] size : SIZES) {
            int[] pair = {size[0], 2 * size[1]};
            Tensor gateUp = random(build, 1, pair);
            Tensor gm = random(build, 2, size);
            agree(build, size, (k, m) -> k.swiglu(gateUp, m), own);
            agree(build, pair, (k, g) -> k.swigluBackward(g, gm), own);
        }
    }

    @ParameterizedTest
    @MethodSource("builds")
    void shouldScoreAsTorchDoes(Build build) {
        Kernels own = kernels(build);
        for (int[] size : SIZES) {
            Tensor targets = indices(size[0], size[1]);
            Tensor logits = random(build, 1, size);
            Build f32 = new Build(build.instructions, DType.F32);
            agree(f32, new int[] {size[0]}, build, (k, losses) -> k.crossEntropy(logits, targets, losses), own);
            agree(build, size, (k, g) -> k.crossEntropyBackward(g, targets, 0.3, scope.empty(DType.F32, size[0])), own);
        }
    }

    @ParameterizedTest
    @MethodSource("builds")
    void shouldEmbedAsTorchDoes(Build build) {
        Kernels own = kernels(build);
        for (int[] size : SIZES) {
            Tensor table = random(build, 1, 11, size[1]);
            Tensor ids = indices(size[0], 11);
            Tensor g = random(build, 2, size);
            agree(build, size, (k, x) -> k.embed(table, ids, x), own);
            agree(
                    new Build(build.instructions, DType.F32),
                    new int[] {11, size[1]},
                    build,
                    (k, out) -> k.embedBackward(g, ids, out),
                    own);
        }
    }

    @ParameterizedTest
    @MethodSource("builds")
    void shouldSpreadFourBitWeightsBitForBit(Build build) {
        // Given
        Kernels own = kernels(build);
        for (int[] size : new int[][] {{1, 3}, {5, 64}, {7, 65}, {300, 192}}) {
            float[] values = values(1, size[0] * size[1]);
            Arrays.fill(values, 0, Math.min(64, values.length - 1), 0);
            Nf4Tensor weights = Nf4.quantize(values, size[0], size[1]);
            Tensor out = scope.empty(build.type, size[0], size[1]);
            Tensor expected = scope.empty(build.type, size[0], size[1]);

            // When
            own.dequantize(weights, out);

            // Then
            TORCH.dequantize(weights, expected);
            assertThat(out.bytes()).as("%s", List.of(size[0], size[1])).isEqualTo(expected.bytes());
        }
    }

    private void agree(Build build, int[] size, BiConsumer<Kernels, Tensor> call, Kernels own) {
        agree(build, size, build, call, own);
    }

    /** @param out type of the result */
    private void agree(Build out, int[] size, Build build, BiConsumer<Kernels, Tensor> call, Kernels own) {
        // Given
        Tensor actual = random(out, 9, size);
        Tensor expected = scope.copy(actual, out.type);

        // When
        call.accept(own, actual);

        // Then
        call.accept(TORCH, expected);
        assertClose(actual, expected, build.type == DType.BF16 ? 0.03 : 2e-5);
    }

    private void assertClose(Tensor actual, Tensor expected, double tolerance) {
        float[] a = scope.copy(actual, DType.F32).toArray();
        float[] e = scope.copy(expected, DType.F32).toArray();
        for (int i = 0; i < e.length; i++) {
            assertThat(Math.abs(a[i] - e[i]))
                    .as("element %d of %s: %s, expected %s", i, actual, a[i], e[i])
                    .isLessThanOrEqualTo((float) (tolerance * (1 + Math.abs(e[i]))));
        }
    }

    private Tensor random(Build build, long seed, int... size) {
        long[] shape = Arrays.stream(size).asLongStream().toArray();
        return scope.copy(
                scope.of(values(seed, (int) Arrays.stream(shape).reduce(1, (a, b) -> a * b)), shape), build.type);
    }

    private static float[] values(long seed, int count) {
        Random random = new Random(seed);
        float[] values = new float[count];
        for (int i = 0; i < count; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }

    private Tensor indices(int count, int bound) {
        return scope.of(new Random(5).ints(count, 0, bound).toArray());
    }

    private Rotation rotation(int tokens, int half) {
        float[] angles = values(6, tokens * half);
        float[] cosines = new float[angles.length];
        float[] sines = new float[angles.length];
        for (int i = 0; i < angles.length; i++) {
            cosines[i] = (float) Math.cos(angles[i]);
            sines[i] = (float) Math.sin(angles[i]);
        }
        return new Rotation(scope.of(cosines, tokens, 1, half), scope.of(sines, tokens, 1, half));
    }
}

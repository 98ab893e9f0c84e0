package dev.millrace.lm.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.millrace.lm.torch.DType;
import dev.millrace.lm.torch.Device;
import dev.millrace.lm.torch.Tensor;
import dev.millrace.lm.torch.TensorScope;
import dev.millrace.lm.torch.Torch;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.Stream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The attention kernel against the formula, over documents shorter and longer than a block of rows. */
class AttentionIT {

    private static final int[] STARTS = {0, 3, 6, 7, 77};
    private static final int TOKENS = 147;
    private static final Offset<Double> F32 = Offset.offset(2e-5);

    static Stream<Arguments> kernelsAndLayouts() {
        return Stream.of(
                        new HeadLayout(2, 2, 4, 0),
                        new HeadLayout(3, 1, 6, 0),
                        new HeadLayout(6, 2, 4, 0),
                        new HeadLayout(4, 2, 4, 5),
                        new HeadLayout(2, 1, 4, 66))
                .flatMap(layout -> Stream.of(
                        arguments(new TorchKernels(), layout), arguments(KernelChoice.kernels(Device.CPU), layout)));
    }

    @ParameterizedTest
    @MethodSource("kernelsAndLayouts")
    void shouldAttendWithinEachDocument(Kernels kernels, HeadLayout layout) {
        // Given
        float[] qkv = random(TOKENS * layout.width(), 1);
        try (TensorScope scope = Torch.scope()) {
            Tensor out = scope.empty(DType.F32, TOKENS, layout.queryWidth());

            // When
            kernels.attention(scope.of(qkv, TOKENS, layout.width()), layout, Spans.of(STARTS, TOKENS, layout), out);

            // Then
            assertClose(out.toArray(), reference(qkv, layout));
        }
    }

    @ParameterizedTest
    @MethodSource("kernelsAndLayouts")
    void shouldGiveTheGradientThatDifferencesShow(Kernels kernels, HeadLayout layout) {
        // Given
        float[] qkv = random(TOKENS * layout.width(), 2);
        float[] g = random(TOKENS * layout.queryWidth(), 3);
        try (TensorScope scope = Torch.scope()) {
            Tensor gradient = scope.empty(DType.F32, TOKENS, layout.width());

            // When
            kernels.attentionBackward(
                    scope.of(qkv, TOKENS, layout.width()),
                    scope.of(g, TOKENS, layout.queryWidth()),
                    layout,
                    Spans.of(STARTS, TOKENS, layout),
                    gradient);

            // Then
            float[] values = gradient.toArray();
            Random chosen = new Random(4);
            for (int i = 0; i < 40; i++) {
                int element = chosen.nextInt(values.length);
                assertThat((double) values[element]).isCloseTo(slope(qkv, g, element, layout), Offset.offset(2e-4));
            }
        }
    }

    /** d (out · g) / d qkv[element] by central differences in double precision. */
    private static double slope(float[] qkv, float[] g, int element, HeadLayout layout) {
        double step = 1e-4;
        return (projected(qkv, g, element, step, layout) - projected(qkv, g, element, -step, layout)) / (2 * step);
    }

    private static double projected(float[] qkv, float[] g, int element, double step, HeadLayout layout) {
        double[] moved = widen(qkv);
        moved[element] += step;
        double[] out = reference(moved, layout);
        double sum = 0;
        for (int i = 0; i < out.length; i++) {
            sum += out[i] * g[i];
        }
        return sum;
    }

    private static double[] reference(float[] qkv, HeadLayout layout) {
        return reference(widen(qkv), layout);
    }

    private static double[] reference(double[] qkv, HeadLayout layout) {
        double[] out = new double[TOKENS * layout.queryWidth()];
        for (int i = 0; i < STARTS.length; i++) {
            int end = i + 1 < STARTS.length ? STARTS[i + 1] : TOKENS;
            double[] document = Arrays.copyOfRange(qkv, STARTS[i] * layout.width(), end * layout.width());
            double[] own = new PlainAttention(layout).forward(document);
            System.arraycopy(own, 0, out, STARTS[i] * layout.queryWidth(), own.length);
        }
        return out;
    }

    private static void assertClose(float[] actual, double[] expected) {
        assertThat(actual).hasSize(expected.length);
        for (int i = 0; i < expected.length; i++) {
            assertThat((double) actual[i]).as("element %d", i).isCloseTo(expected[i], F32);
        }
    }

    private static double[] widen(float[] values) {
        double[] wide = new double[values.length];
        Arrays.setAll(wide, i -> values[i]);
        return wide;
    }

    private static float[] random(int size, long seed) {
        Random random = new Random(seed);
        float[] values = new float[size];
        for (int i = 0; i < size; i++) {
            values[i] = (float) random.nextGaussian();
        }
        return values;
    }
}

package dev.millrace.lm.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.lm.kernel.Comparison.Build;
import dev.millrace.lm.kernel.Products.Block;
import dev.millrace.lm.kernel.Products.Bypass;
import dev.millrace.lm.torch.DType;
import dev.millrace.lm.torch.Tensor;
import dev.millrace.lm.torch.Torch;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The products in C against the torch operators: one row and many, odd widths and ranks, more columns than one panel. */
class NativeProductsIT {

    private static final List<Shape> SHAPES = List.of(
            new Shape(1, 64, 130, 3),
            new Shape(2, 129, 40, 1),
            new Shape(3, 5, 2, 2),
            new Shape(7, 66, 65, 5),
            new Shape(100, 96, 200, 4),
            new Shape(205, 31, 47, 3),
            new Shape(40, 300, 64, 16),
            new Shape(9, 8300, 70, 2));

    /** @param rank of each of two adapted parts, the second of which begins behind the first third of the output */
    private record Shape(int tokens, int in, int out, int rank) {
        List<Block> blocks() {
            int third = out / 3;
            return List.of(new Block(0, Math.max(1, third), 0, rank), new Block(third, out - third, rank, rank));
        }
    }

    static Stream<Build> builds() {
        return Comparison.builds();
    }

    @ParameterizedTest
    @MethodSource("builds")
    void shouldMultiplyAsTorchDoes(Build build) {
        try (Comparison both = new Comparison(build)) {
            for (Shape shape : SHAPES) {
                Tensor x = scaled(both, 1, shape.tokens, shape.in);
                Tensor weight = both.random(2, shape.out, shape.in);
                Bypass bypass = new Bypass(scaled(both, 3, shape.tokens, 2 * shape.rank), stackedB(both, shape));
                Tensor bias = both.random(4, shape.out);
                Tensor residual = both.random(5, shape.tokens, shape.out);
                both.agree((k, y) -> k.products().multiply(x, weight, null, null, y), shape.tokens, shape.out);
                both.agree((k, y) -> k.products().multiply(x, weight, null, bypass, y), shape.tokens, shape.out);
                both.agree((k, y) -> k.products().multiply(x, weight, bias, bypass, y), shape.tokens, shape.out);
                both.agree((k, y) -> k.products().multiply(x, weight, residual, bypass, y), shape.tokens, shape.out);
                both.agree((k, y) -> k.products().multiply(x, weight, y, null, y), shape.tokens, shape.out);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("builds")
    void shouldMultiplyBackwardAsTorchDoes(Build build) {
        try (Comparison both = new Comparison(build)) {
            for (Shape shape : SHAPES) {
                Tensor gy = scaled(both, 1, shape.tokens, shape.in);
                Tensor weight = both.random(2, shape.in, shape.out);
                Bypass bypass =
                        new Bypass(scaled(both, 3, shape.tokens, shape.rank), both.random(4, shape.rank, shape.out));
                both.agree((k, gx) -> k.products().multiplyBackward(gy, weight, bypass, gx), shape.tokens, shape.out);
                both.agree((k, gx) -> k.products().multiplyBackward(gy, weight, null, gx), shape.tokens, shape.out);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("builds")
    void shouldReduceAsTorchDoes(Build build) {
        try (Comparison both = new Comparison(build)) {
            for (Shape shape : SHAPES) {
                Tensor x = scaled(both, 1, shape.tokens, shape.in);
                Tensor a = both.random(2, 2 * shape.rank, shape.in);
                Tensor gy = scaled(both, 3, shape.tokens, shape.out);
                Tensor b = stackedB(both, shape);
                both.agree((k, t) -> k.products().reduce(x, a, 0.7, t), shape.tokens, 2 * shape.rank);
                both.agree(
                        (k, gt) -> k.products().reduceBackward(gy, b, shape.blocks(), 0.7, gt),
                        shape.tokens,
                        2 * shape.rank);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("builds")
    void shouldAddWeightGradientsAsTorchDoes(Build build) {
        try (Comparison both = new Comparison(build)) {
            for (Shape shape : SHAPES.subList(0, SHAPES.size() - 1)) {
                Tensor x = scaled(both, 1, shape.tokens, shape.in);
                Tensor gy = scaled(both, 2, shape.tokens, shape.out);
                Tensor t = both.random(3, shape.tokens, 2 * shape.rank);
                Block block = shape.blocks().get(1);
                both.agreeInFloats((k, g) -> k.products().weightGradient(gy, x, g), shape.out, shape.in);
                both.agreeInFloats((k, g) -> k.products().blockGradient(gy, t, block, g), block.rows(), block.ranks());
                both.agreeInFloats((k, g) -> k.products().biasGradient(gy, g), shape.out);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("builds")
    void shouldGiveTheSameBitsAgain(Build build) {
        try (Comparison both = new Comparison(build)) {
            // Given
            Tensor x = both.random(1, 300, 96);
            Tensor gy = both.random(2, 300, 130);
            Tensor first = both.scope().zeros(DType.F32, 130, 96);
            Tensor second = both.scope().zeros(DType.F32, 130, 96);

            // When
            both.own().products().weightGradient(gy, x, first);
            both.own().products().weightGradient(gy, x, second);

            // Then
            assertThat(first.bytes()).isEqualTo(second.bytes());
        }
    }

    @ParameterizedTest
    @MethodSource("builds")
    void shouldGiveTheSameBitsWithAnyNumberOfThreads(Build build) {
        try (Comparison both = new Comparison(build)) {
            // Given
            Tensor x = both.random(1, 500, 96);
            Tensor weight = both.random(2, 300, 96);
            Tensor withTwo = both.empty(500, 300);
            Tensor withThree = both.empty(500, 300);

            // When
            both.own().products().multiply(x, weight, null, null, withTwo);
            Torch.useThreads(3);
            both.own().products().multiply(x, weight, null, null, withThree);

            // Then
            assertThat(withThree.bytes()).isEqualTo(withTwo.bytes());
        }
    }

    /** So that sums over a row stay near one. */
    private static Tensor scaled(Comparison both, long seed, int rows, int width) {
        float[] values = Comparison.values(seed, rows * width);
        for (int i = 0; i < values.length; i++) {
            values[i] /= (float) Math.sqrt(width);
        }
        Tensor scaled = both.empty(rows, width);
        scaled.copyFrom(both.scope().of(values, rows, width));
        return scaled;
    }

    private static Tensor stackedB(Comparison both, Shape shape) {
        Tensor b = both.empty(shape.out, 2 * shape.rank);
        b.copyFrom(both.scope().zeros(DType.F32, shape.out, 2L * shape.rank));
        List<Tensor> parts = shape.blocks().stream()
                .map(block -> both.random(7 + block.rank(), block.rows(), block.ranks()))
                .toList();
        LowRank.stackB(parts, shape.blocks(), b);
        return b;
    }
}

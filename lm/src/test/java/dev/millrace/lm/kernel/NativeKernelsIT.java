package dev.millrace.lm.kernel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.lm.kernel.Comparison.Build;
import dev.millrace.lm.quant.Nf4;
import dev.millrace.lm.quant.Nf4Tensor;
import dev.millrace.lm.torch.Tensor;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every native kernel against the torch operators, for each instruction set of this processor, on sizes that fit nothing. */
class NativeKernelsIT {

    private static final double EPS = 1e-5;

    static Stream<Build> builds() {
        return Comparison.builds();
    }

    static List<HeadLayout> layouts() {
        return List.of(
                new HeadLayout(1, 1, 2, 0),
                new HeadLayout(3, 1, 6, 0),
                new HeadLayout(6, 2, 36, 0),
                new HeadLayout(4, 2, 64, 5),
                new HeadLayout(2, 1, 80, 100),
                new HeadLayout(2, 2, 130, 0));
    }

    @ParameterizedTest
    @MethodSource("builds")
    void shouldNormalizeAsTorchDoes(Build build) {
        try (Comparison both = new Comparison(build)) {
            for (int[] size : Comparison.SIZES) {
                Tensor x = both.random(1, size);
                Tensor weight = both.random(2, size[1]);
                Tensor gh = both.random(3, size);
                both.agree((kernels, out) -> kernels.rmsNorm(x, weight, EPS, out), size);
                both.agree((kernels, g) -> kernels.rmsNormBackward(x, weight, EPS, gh, g), size);
                both.agreeInFloats((kernels, g) -> kernels.rmsNormWeightGradient(x, EPS, gh, g), size[1]);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("builds")
    void shouldTurnHeadsAsTorchDoes(Build build) {
        try (Comparison both = new Comparison(build)) {
            for (HeadLayout layout : layouts()) {
                Tensor qkv = both.random(1, 19, layout.width());
                Rotation rotation = rotation(both, 19, layout.headDim() / 2);
                both.agree((kernels, out) -> kernels.rope(qkv, rotation, layout, out), 19, layout.width());
                both.agree((kernels, g) -> kernels.ropeBackward(g, rotation, layout), 19, layout.width());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("builds")
    void shouldNormalizeHeadsAsTorchDoes(Build build) {
        try (Comparison both = new Comparison(build)) {
            for (HeadLayout layout : layouts()) {
                Tensor qkv = both.random(1, 19, layout.width());
                Tensor query = both.random(2, layout.headDim());
                Tensor key = both.random(3, layout.headDim());
                Tensor g = both.random(4, 19, layout.width());
                both.agree((kernels, out) -> kernels.headNorm(qkv, query, key, EPS, layout, out), 19, layout.width());
                both.agree(
                        (kernels, own) -> kernels.headNormBackward(qkv, query, key, EPS, layout, own),
                        19,
                        layout.width());
                both.agreeInFloats(
                        (kernels, sum) -> kernels.headNormWeightGradient(qkv, EPS, layout, g, sum, sum),
                        layout.headDim());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("builds")
    void shouldAttendAsTorchDoes(Build build) {
        try (Comparison both = new Comparison(build)) {
            int tokens = 335;
            for (HeadLayout layout : layouts()) {
                Spans spans = Spans.of(new int[] {0, 3, 6, 7, 107}, tokens, layout);
                Tensor qkv = both.random(1, tokens, layout.width());
                Tensor g = both.random(2, tokens, layout.queryWidth());
                both.agree((kernels, out) -> kernels.attention(qkv, layout, spans, out), tokens, layout.queryWidth());
                both.agree(
                        (kernels, gqkv) -> kernels.attentionBackward(qkv, g, layout, spans, gqkv),
                        tokens,
                        layout.width());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("builds")
    void shouldAttendToMemoryAsTorchDoes(Build build) {
        try (Comparison both = new Comparison(build)) {
            for (HeadLayout layout : layouts()) {
                KeyValues memory = new KeyValues(room(both, layout, 3), room(both, layout, 4));
                Tensor prompt = both.random(1, 60, layout.width());
                Tensor token = both.random(2, 1, layout.width());
                both.own().remember(prompt, layout, memory, 5);
                both.agree(
                        (kernels, out) -> kernels.attendToMemory(token, layout, memory, 3, 57, out),
                        1,
                        layout.queryWidth());
                both.agree(
                        (kernels, keys) -> kernels.remember(prompt, layout, new KeyValues(keys, memory.values()), 7),
                        layout.kvHeads(),
                        70,
                        layout.headDim());
            }
        }
    }

    private static Tensor room(Comparison both, HeadLayout layout, long seed) {
        return both.random(seed, layout.kvHeads(), 70, layout.headDim());
    }

    @ParameterizedTest
    @MethodSource("builds")
    void shouldGateAsTorchDoes(Build build) {
        try (Comparison both = new Comparison(build)) {
            for (int[] size : Comparison.SIZES) {
                Tensor gateUp = both.random(1, size[0], 2 * size[1]);
                Tensor gm = both.random(2, size);
                both.agree((kernels, m) -> kernels.swiglu(gateUp, m), size);
                both.agree((kernels, g) -> kernels.swigluBackward(g, gm), size[0], 2 * size[1]);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("builds")
    void shouldScoreAsTorchDoes(Build build) {
        try (Comparison both = new Comparison(build)) {
            for (int[] size : Comparison.SIZES) {
                Tensor logits = both.random(1, size);
                Tensor targets = both.indices(size[0], size[1]);
                Tensor unused = both.floats(size[0]);
                both.agreeInFloats((kernels, losses) -> kernels.crossEntropy(logits, targets, losses), size[0]);
                both.agree((kernels, g) -> kernels.crossEntropyBackward(g, targets, 0.3, unused), size);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("builds")
    void shouldEmbedAsTorchDoes(Build build) {
        try (Comparison both = new Comparison(build)) {
            for (int[] size : Comparison.SIZES) {
                Tensor table = both.random(1, 11, size[1]);
                Tensor ids = both.indices(size[0], 11);
                Tensor g = both.random(2, size);
                both.agree((kernels, x) -> kernels.embed(table, ids, x), size);
                both.agreeInFloats((kernels, gradient) -> kernels.embedBackward(g, ids, gradient), 11, size[1]);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("builds")
    void shouldSpreadFourBitWeightsBitForBit(Build build) {
        try (Comparison both = new Comparison(build)) {
            for (int[] size : new int[][] {{1, 3}, {5, 64}, {7, 65}, {300, 192}}) {
                // Given
                Nf4Tensor weights = Nf4.quantize(valuesWithAZeroBlock(size[0] * size[1]), size[0], size[1]);
                Tensor out = both.empty(size);
                Tensor expected = both.empty(size);

                // When
                both.own().dequantize(weights, out);

                // Then
                both.torch().dequantize(weights, expected);
                assertThat(out.bytes()).as(Arrays.toString(size)).isEqualTo(expected.bytes());
            }
        }
    }

    private static float[] valuesWithAZeroBlock(int count) {
        float[] values = Comparison.values(1, count);
        Arrays.fill(values, 0, Math.min(64, count - 1), 0);
        return values;
    }

    private static Rotation rotation(Comparison both, int tokens, int half) {
        float[] angles = Comparison.values(6, tokens * half);
        float[] cosines = new float[angles.length];
        float[] sines = new float[angles.length];
        for (int i = 0; i < angles.length; i++) {
            cosines[i] = (float) Math.cos(angles[i]);
            sines[i] = (float) Math.sin(angles[i]);
        }
        return new Rotation(
                both.scope().of(cosines, tokens, 1, half), both.scope().of(sines, tokens, 1, half));
    }
}

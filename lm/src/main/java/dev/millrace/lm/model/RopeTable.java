package dev.millrace.lm.model;

import dev.millrace.lm.format.ModelConfig;
import dev.millrace.lm.format.RopeScaling;
import dev.millrace.lm.kernel.Rotation;
import dev.millrace.lm.kernel.Rows;
import dev.millrace.lm.torch.Tensor;
import dev.millrace.lm.torch.TensorScope;
import org.jspecify.annotations.Nullable;

/**
 * Angles of rotary positions (Su et al., 2021), cosine and sine {@code [positions, headDim / 2]} f32, with the frequency
 * scaling of Llama 3.1. The tables grow with the longest document seen.
 */
final class RopeTable {

    private static final int LEAST_POSITIONS = 512;

    private final TensorScope owner;
    private final double[] frequencies;
    private @Nullable TensorScope tables;
    private @Nullable Tensor cos;
    private @Nullable Tensor sin;

    RopeTable(TensorScope owner, ModelConfig config) {
        this.owner = owner;
        this.frequencies = frequencies(config);
    }

    /** The angles of each token. */
    Rotation rows(TensorScope batch, int[] positions) {
        int last = 0;
        for (int position : positions) {
            last = Math.max(last, position);
        }
        if (cos == null || sin == null || cos.size(0) <= last) {
            grow(Math.max(LEAST_POSITIONS, Integer.highestOneBit(last) * 2));
        }
        return Rows.rotation(batch, cos, sin, batch.of(positions));
    }

    private void grow(int positions) {
        if (tables != null) {
            tables.close();
        }
        tables = owner.child();
        int half = frequencies.length;
        float[] cosines = new float[positions * half];
        float[] sines = new float[positions * half];
        for (int i = 0; i < cosines.length; i++) {
            // as the reference does: the angle itself in f32
            int position = i / half;
            float angle = position * (float) frequencies[i % half];
            cosines[i] = (float) Math.cos(angle);
            sines[i] = (float) Math.sin(angle);
        }
        cos = tables.of(cosines, positions, half);
        sin = tables.of(sines, positions, half);
    }

    static double[] frequencies(ModelConfig config) {
        double[] frequencies = new double[config.headDim() / 2];
        RopeScaling scaling = config.ropeScaling();
        for (int i = 0; i < frequencies.length; i++) {
            double frequency = Math.pow(config.ropeTheta(), -2.0 * i / config.headDim());
            frequencies[i] = scaling == null ? frequency : scaling.apply(frequency);
        }
        return frequencies;
    }
}

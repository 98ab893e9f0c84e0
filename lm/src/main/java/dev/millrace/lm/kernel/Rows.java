package dev.millrace.lm.kernel;

import dev.millrace.lm.torch.Script;
import dev.millrace.lm.torch.Tensor;
import dev.millrace.lm.torch.TensorScope;

/** Rows of tensors by number. */
public final class Rows {

    private static final Script SCRIPT = Programs.KERNELS;

    private Rows() {}

    /** Rows of {@code x} by number, {@code out [rows, width]}. */
    public static void gather(Tensor x, Tensor rows, Tensor out) {
        SCRIPT.run("gather_rows", x, rows, out);
    }

    /** The way back: named rows of {@code out} are those of {@code x}, all others zero. */
    public static void scatter(Tensor x, Tensor rows, Tensor out) {
        SCRIPT.run("scatter_rows", x, rows, out);
    }

    /** The rows of angle tables {@code [positions, headDim / 2]} for each token. */
    public static Rotation rotation(TensorScope owner, Tensor cos, Tensor sin, Tensor positions) {
        return new Rotation(
                SCRIPT.tensor(owner, cos.type(), "rope_rows", cos, positions),
                SCRIPT.tensor(owner, sin.type(), "rope_rows", sin, positions));
    }
}

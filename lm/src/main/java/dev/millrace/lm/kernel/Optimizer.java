package dev.millrace.lm.kernel;

import dev.millrace.lm.torch.Script;
import dev.millrace.lm.torch.Tensor;
import java.util.Collections;
import java.util.List;

/** Whole-list operations of an optimizer over f32 tensors. */
public final class Optimizer {

    private static final Script SCRIPT = Programs.KERNELS;

    private Optimizer() {}

    /**
     * One AdamW update in place.
     *
     * @param step number of this update as f32, from 1; one for all
     */
    public static void adamW(
            List<Tensor> parameters,
            List<Tensor> gradients,
            List<Tensor> firstMoments,
            List<Tensor> secondMoments,
            Tensor step,
            double learningRate,
            double beta1,
            double beta2,
            double weightDecay,
            double eps) {
        SCRIPT.run(
                "adamw",
                parameters,
                gradients,
                firstMoments,
                secondMoments,
                Collections.nCopies(parameters.size(), step),
                learningRate,
                beta1,
                beta2,
                weightDecay,
                eps);
    }

    /**
     * One AdamW update of one parameter in place, with moments in 8 bits.
     *
     * @param first codes U8, 256 a block, and scales F32, one a block, of the mean
     * @param second of the mean of squares
     * @param maps values and midpoints of the signed 8-bit type, values and midpoints of the unsigned one
     * @param atOnce elements spread to f32 at a time, a multiple of 256
     */
    public static void adamW8Bit(
            Tensor parameter,
            Tensor gradient,
            List<Tensor> first,
            List<Tensor> second,
            List<Tensor> maps,
            int atOnce,
            int step,
            double learningRate,
            double beta1,
            double beta2,
            double weightDecay,
            double eps) {
        SCRIPT.run(
                "adamw_8bit",
                parameter,
                gradient,
                first,
                second,
                maps,
                atOnce,
                step,
                learningRate,
                beta1,
                beta2,
                weightDecay,
                eps);
    }

    public static void zero(List<Tensor> tensors) {
        SCRIPT.run("zero", tensors);
    }

    /** Euclidean norm over all elements of all tensors. */
    public static double norm(List<Tensor> tensors) {
        return SCRIPT.number("norm", tensors);
    }

    public static void scale(List<Tensor> tensors, double factor) {
        SCRIPT.run("scale", tensors, factor);
    }
}

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

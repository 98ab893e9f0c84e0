package dev.millrace.lm.model;

import dev.millrace.lm.kernel.LowRank;
import dev.millrace.lm.torch.Tensor;
import dev.millrace.lm.torch.TensorScope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The adapter's part of one projection: {@code y += scale · (x · Aᵀ) · Bᵀ}. The A of all adapted parts are one parameter
 * {@code [parts * rank, in]}; each B {@code [rows, rank]} is its own. The model computes with copies in its own arithmetic.
 */
final class LoraBypass {

    private final TensorScope scope;
    private final int number;
    private final LoraDropout dropout;
    private final double scale;
    private final Parameter a;
    private final List<Parameter> b;
    private final long[] rows;
    private final Tensor workingA;
    private final Tensor workingB;

    /**
     * @param number of the projection within the adapter
     * @param rows the first row of each adapted part in the projection's output
     */
    LoraBypass(
            TensorScope scope,
            int number,
            LoraDropout dropout,
            double scale,
            Parameter a,
            List<Parameter> b,
            long[] rows,
            Tensor workingA,
            Tensor workingB) {
        this.scope = scope;
        this.number = number;
        this.dropout = dropout;
        this.scale = scale;
        this.a = a;
        this.b = b;
        this.rows = rows;
        this.workingA = workingA;
        this.workingB = workingB;
        refresh();
    }

    void forward(Tensor x, Tensor y) {
        LowRank.apply(input(x), workingA, workingB, scale, y);
    }

    void backward(Tensor gy, Tensor x, @Nullable Tensor gx) {
        Tensor input = input(x);
        List<Tensor> gradients = b.stream().map(Parameter::gradient).toList();
        LowRank.gradientOfB(gy, input, workingA, scale, rows, gradients);
        try (Tensor gt = LowRank.gradientOfA(scope, gy, input, workingB, scale, a.gradient())) {
            if (gx != null) {
                addInputGradient(gt, x, gx);
            }
        }
    }

    private Tensor input(Tensor x) {
        return dropout.active() ? dropout.drop(number, x) : x;
    }

    private void addInputGradient(Tensor gt, Tensor x, Tensor gx) {
        if (dropout.active()) {
            LowRank.maskedInputGradient(gt, workingA, dropout.mask(x), gx);
        } else {
            LowRank.inputGradient(gt, workingA, gx);
        }
    }

    /** Takes over new values of the parameters. */
    void refresh() {
        workingA.copyFrom(a.value());
        LowRank.stackB(b.stream().map(Parameter::value).toList(), rows, workingB);
    }
}

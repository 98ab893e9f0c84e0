package dev.millrace.lm.model;

import dev.millrace.lm.kernel.LowRank;
import dev.millrace.lm.kernel.Products;
import dev.millrace.lm.kernel.Products.Block;
import dev.millrace.lm.kernel.Products.Bypass;
import dev.millrace.lm.torch.Buffer;
import dev.millrace.lm.torch.Tensor;
import java.util.List;

/**
 * The adapter's part of one projection: {@code y += scale · (x · Aᵀ) · Bᵀ}. The A of all adapted parts are one parameter
 * {@code [parts * rank, in]}; each B {@code [rows, rank]} is its own. The model computes with copies in its own arithmetic.
 */
final class LoraBypass {

    private final int number;
    private final LoraDropout dropout;
    private final double scale;
    private final Parameter a;
    private final List<Parameter> b;
    private final List<Block> blocks;
    private final Tensor workingA;
    private final Tensor workingB;
    private final Buffer kept;
    private final Buffer passing;
    private boolean training;

    /**
     * @param number of the projection within the adapter
     * @param blocks where each B stands in the stacked one
     * @param kept for x · Aᵀ, from a training pass forward to its backward
     * @param passing for the same in other passes, and for its gradient; others' too
     */
    LoraBypass(
            int number,
            LoraDropout dropout,
            double scale,
            Parameter a,
            List<Parameter> b,
            List<Block> blocks,
            Tensor workingA,
            Tensor workingB,
            Buffer kept,
            Buffer passing) {
        this.number = number;
        this.dropout = dropout;
        this.scale = scale;
        this.a = a;
        this.b = b;
        this.blocks = blocks;
        this.workingA = workingA;
        this.workingB = workingB;
        this.kept = kept;
        this.passing = passing;
        refresh();
    }

    /** Whether a backward pass will follow. */
    void training(boolean follows) {
        training = follows;
    }

    /** What the projection's output gets. */
    Bypass forward(Products products, Tensor x) {
        Tensor t = (training ? kept : passing).rows(x.size(0));
        products.reduce(input(x), workingA, scale, t);
        return new Bypass(t, workingB);
    }

    /** Adds to the gradients of A and B; gives what the gradient of {@code x} gets, which a dropout mask may have to pass. */
    Bypass backward(Products products, Tensor gy, Tensor x) {
        Tensor t = kept.rows(x.size(0));
        for (int part = 0; part < blocks.size(); part++) {
            products.blockGradient(gy, t, blocks.get(part), b.get(part).gradient());
        }
        Tensor gt = passing.rows(x.size(0));
        products.reduceBackward(gy, workingB, blocks, scale, gt);
        products.weightGradient(gt, input(x), a.gradient());
        return new Bypass(gt, workingA);
    }

    boolean drops() {
        return dropout.active();
    }

    void addInputGradient(Bypass added, Tensor x, Tensor gx) {
        LowRank.maskedInputGradient(added.t(), added.b(), dropout.mask(x), gx);
    }

    private Tensor input(Tensor x) {
        return dropout.active() ? dropout.drop(number, x) : x;
    }

    /** Takes over new values of the parameters. */
    void refresh() {
        workingA.copyFrom(a.value());
        LowRank.stackB(b.stream().map(Parameter::value).toList(), blocks, workingB);
    }
}

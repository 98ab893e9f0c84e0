package dev.millrace.lm.model;

import dev.millrace.lm.format.ModelConfig;
import dev.millrace.lm.kernel.HeadLayout;
import dev.millrace.lm.torch.DType;
import dev.millrace.lm.torch.Device;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/**
 * Chooses what each layer keeps. All layers but the last are alike, so a plan is two numbers: how many keep all, how many of
 * the others keep attention. Every pair that fits is looked at (the second number follows from the first), and the one that
 * repeats the least time wins.
 */
final class ActivationPlanner {

    /**
     * How much longer an operation between queries and keys takes than one of a projection: its products are narrow, and softmax
     * and rotation come with it. Fitted to measured steps, see docs/BENCHMARKS.md.
     */
    private static final double HEADS_TIME = 4;

    private final LayerCosts costs;
    private final int layers;
    private final int tokens;
    private final long shared;
    private final double forward;

    /** @param shared bytes that all layers use in turn, whatever the plan */
    ActivationPlanner(ModelConfig config, HeadLayout layout, DType type, int tokens, long shared) {
        this.costs = LayerCosts.of(config, layout, type, tokens);
        this.layers = config.layers();
        this.tokens = tokens;
        this.shared = shared;
        this.forward = layers * costs.forward() + 2.0 * config.hiddenSize() * config.vocabSize();
    }

    /** @param device whose memory is asked for where the budget is what is left */
    ActivationPlan choose(ActivationMemory memory, Device device) {
        if (memory instanceof ActivationMemory.Fixed fixed) {
            return equal(fixed.keep());
        }
        if (memory instanceof ActivationMemory.Budget budget) {
            return within(budget.bytes());
        }
        return within(Math.max(AvailableMemory.safeShare(device), leanest().bytes()));
    }

    ActivationPlan leanest() {
        return equal(Keep.INPUTS);
    }

    private ActivationPlan equal(Keep keep) {
        int others = layers - 1;
        return switch (keep) {
            case INPUTS -> plan(0, 0);
            case ATTENTION -> plan(0, others);
            case ALL -> plan(others, 0);
        };
    }

    private ActivationPlan within(long budget) {
        long spare = budget - leanest().bytes();
        if (spare < 0) {
            throw new ActivationMemoryException(budget, leanest().bytes(), tokens);
        }
        long attention = tokens * costs.attentionBytes();
        long all = attention + tokens * costs.gateUpBytes();
        int bestAll = 0;
        int bestAttention = 0;
        for (int keepAll = 0; keepAll < layers && keepAll * all <= spare; keepAll++) {
            int keepAttention = (int) Math.min(layers - 1L - keepAll, (spare - keepAll * all) / attention);
            if (repeated(keepAll, keepAttention, HEADS_TIME) <= repeated(bestAll, bestAttention, HEADS_TIME)) {
                bestAll = keepAll;
                bestAttention = keepAttention;
            }
        }
        return plan(bestAll, bestAttention);
    }

    /** What the backward pass does again, with the operations of the heads counted so many times. */
    private double repeated(int keepAll, int keepAttention, double headsTime) {
        int others = layers - 1;
        double attention = costs.projections() + headsTime * costs.heads();
        return (others - keepAll) * costs.gateUp() + (others - keepAll - keepAttention) * attention;
    }

    private ActivationPlan plan(int keepAll, int keepAttention) {
        List<Keep> keeps = new ArrayList<>();
        keeps.addAll(Collections.nCopies(keepAll, Keep.ALL));
        keeps.addAll(Collections.nCopies(keepAttention, Keep.ATTENTION));
        keeps.addAll(Collections.nCopies(layers - 1 - keepAll - keepAttention, Keep.INPUTS));
        keeps.add(Keep.ALL);
        return new ActivationPlan(keeps, bytes(keepAll, keepAttention), repeated(keepAll, keepAttention, 1) / forward);
    }

    /** Each layer's input, and one more stream between attention and feed-forward that those share that keep none. */
    private long bytes(int keepAll, int keepAttention) {
        long perToken = (layers + 1) * costs.inputBytes()
                + (keepAll + keepAttention) * costs.attentionBytes()
                + keepAll * costs.gateUpBytes();
        return shared + tokens * perToken;
    }
}

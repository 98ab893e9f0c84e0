package dev.millrace.lm.model;

import dev.millrace.lm.format.LoraConfig;
import dev.millrace.lm.kernel.LowRank;
import dev.millrace.lm.torch.Buffer;
import dev.millrace.lm.torch.DType;
import dev.millrace.lm.torch.Tensor;
import dev.millrace.lm.torch.TensorScope;
import dev.millrace.lm.torch.Torch;
import java.util.HashMap;
import java.util.Map;

/**
 * Dropout of an adapter's inputs, in training passes only. A mask is a function of seed, update, pass since that update and
 * projection; so the backward pass draws the forward pass's masks again, and a resumed run goes on with those of an
 * undisturbed one.
 */
final class LoraDropout {

    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private final TensorScope scope;
    private final DType type;
    private final double keep;
    private final long seed;
    private final Map<Integer, Buffer> masks = new HashMap<>();
    private final Map<Integer, Buffer> dropped = new HashMap<>();
    private long pass;
    private boolean training;

    LoraDropout(TensorScope scope, DType type, LoraConfig config, long seed) {
        this.scope = scope;
        this.type = type;
        this.keep = 1 - config.dropout();
        this.seed = seed;
    }

    /** Inputs are dropped from here on, until {@link #end}. */
    void begin(int updates, int passesSince) {
        pass = (seed * SPREAD + updates) * SPREAD + passesSince;
        training = keep < 1;
    }

    void end() {
        training = false;
    }

    boolean active() {
        return training;
    }

    /** What is left of the input of a projection, {@code [tokens, in]}; valid until the next call for that width. */
    Tensor drop(int projection, Tensor x) {
        Tensor mask = mask(x);
        Torch.seed(pass * SPREAD + projection);
        LowRank.dropoutMask(mask, keep);
        Tensor left = dropped.computeIfAbsent(x.size(1), this::buffer).rows(x.size(0));
        LowRank.mask(x, mask, left);
        return left;
    }

    /** The mask last drawn for inputs of that shape: 0, or 1 / keep. */
    Tensor mask(Tensor x) {
        return masks.computeIfAbsent(x.size(1), this::buffer).rows(x.size(0));
    }

    private Buffer buffer(int width) {
        return new Buffer(scope, type, width);
    }
}

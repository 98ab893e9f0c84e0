package dev.millrace.lm.model;

import dev.millrace.lm.format.LoraConfig;
import dev.millrace.lm.kernel.LowRank;
import dev.millrace.lm.torch.Buffer;
import dev.millrace.lm.torch.Buffers;
import dev.millrace.lm.torch.Tensor;
import dev.millrace.lm.torch.Torch;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;

/**
 * Dropout of an adapter's inputs, in training passes only. A mask is a function of seed, update, pass since that update and
 * projection; so the backward pass draws the forward pass's masks again, and a resumed run goes on with those of an
 * undisturbed one.
 */
final class LoraDropout {

    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private final double keep;
    private final long seed;
    private final Map<Integer, Buffer> masks = new HashMap<>();
    private final Map<Integer, Buffer> dropped = new HashMap<>();
    private long pass;
    private boolean training;

    /** @param widths of the inputs that may be dropped */
    LoraDropout(Buffers buffers, LoraConfig config, long seed, Set<Integer> widths) {
        this.keep = 1 - config.dropout();
        this.seed = seed;
        if (keep < 1) {
            widths.forEach(width -> {
                masks.put(width, buffers.of(width));
                dropped.put(width, buffers.of(width));
            });
        }
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
        Tensor left = of(dropped, x);
        LowRank.mask(x, mask, left);
        return left;
    }

    /** The mask last drawn for inputs of that shape: 0, or 1 / keep. */
    Tensor mask(Tensor x) {
        return of(masks, x);
    }

    private static Tensor of(Map<Integer, Buffer> buffers, Tensor x) {
        return Objects.requireNonNull(buffers.get(x.size(1))).rows(x.size(0));
    }
}

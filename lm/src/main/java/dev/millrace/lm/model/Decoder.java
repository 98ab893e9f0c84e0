package dev.millrace.lm.model;

import dev.millrace.lm.format.ModelConfig;
import dev.millrace.lm.kernel.HeadLayout;
import dev.millrace.lm.kernel.Kernels;
import dev.millrace.lm.kernel.KeyValues;
import dev.millrace.lm.kernel.Rotation;
import dev.millrace.lm.kernel.Spans;
import dev.millrace.lm.torch.Tensor;
import dev.millrace.lm.torch.TensorScope;
import java.util.ArrayList;
import java.util.List;

/**
 * Reads tokens one after the other and foretells the next, with the keys and values of what it has read in memory:
 * {@code [kvHeads, capacity, headDim]} for each layer. One thread; closing it frees that memory, the model stays open.
 */
public final class Decoder implements AutoCloseable {

    private final LanguageModel model;
    private final RopeTable rope;
    private final Head head;
    private final Kernels kernels;
    private final HeadLayout layout;
    private final TensorScope scope;
    private final List<KeyValues> memory = new ArrayList<>();
    private final int capacity;
    private int length;

    Decoder(LanguageModel model, RopeTable rope, Head head, Kernels kernels, int capacity) {
        ModelConfig config = model.config();
        this.model = model;
        this.rope = rope;
        this.head = head;
        this.kernels = kernels;
        this.capacity = capacity;
        this.layout = ModelLoader.layout(config);
        this.scope = model.scope().child();
        for (int layer = 0; layer < config.layers(); layer++) {
            memory.add(new KeyValues(room(), room()));
        }
    }

    private Tensor room() {
        return scope.zeros(model.type(), layout.kvHeads(), capacity, layout.headDim());
    }

    /** How many tokens it has read. */
    public int length() {
        return length;
    }

    /**
     * Reads on. The first call may bring any number of tokens, each later one brings one.
     *
     * @return logits {@code [vocab]} of the token that follows
     */
    public float[] read(int... ids) {
        if (length + ids.length > capacity || ids.length == 0 || (length > 0 && ids.length > 1)) {
            throw new IllegalArgumentException(ids.length + " tokens after " + length + " with room for " + capacity
                    + "; expected at least one, within the room, and one at a time after the first call");
        }
        model.checkVocabulary(ids);
        try (TensorScope pass = scope.child()) {
            Rotation rotation = rope.rows(pass, positions(ids.length));
            boolean prompt = ids.length > 1;
            Tensor stream = model.stream(
                    pass.of(ids), rotation, layer -> prompt ? attendToPrompt(layer) : attendToCache(layer));
            length += ids.length;
            return head.logits(pass, stream, 1);
        }
    }

    private int[] positions(int tokens) {
        int[] positions = new int[tokens];
        for (int t = 0; t < tokens; t++) {
            positions[t] = length + t;
        }
        return positions;
    }

    private SelfAttention.Attend attendToPrompt(int layer) {
        return (rotated, attended) -> {
            kernels.remember(rotated, layout, memory.get(layer), length);
            kernels.attention(rotated, layout, Spans.of(new int[] {0}, rotated.size(0), layout), attended);
        };
    }

    private SelfAttention.Attend attendToCache(int layer) {
        return (rotated, attended) -> {
            kernels.remember(rotated, layout, memory.get(layer), length);
            int low = layout.window() == 0 ? 0 : Math.max(0, length + 1 - layout.window());
            kernels.attendToMemory(rotated, layout, memory.get(layer), low, length + 1 - low, attended);
        };
    }

    @Override
    public void close() {
        scope.close();
    }
}

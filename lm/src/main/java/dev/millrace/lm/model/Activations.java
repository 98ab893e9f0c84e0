package dev.millrace.lm.model;

import dev.millrace.lm.format.ModelConfig;
import dev.millrace.lm.kernel.HeadLayout;
import dev.millrace.lm.torch.Buffers;
import dev.millrace.lm.torch.DType;
import dev.millrace.lm.torch.TensorScope;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * All memory of a model's passes that grows with the tokens of a batch. What a training pass keeps is decided when it is first
 * asked for: only then is known what the machine has left beside weights, adapter and optimizer.
 */
final class Activations {

    private static final Logger LOG = LoggerFactory.getLogger(Activations.class);

    private final ModelConfig config;
    private final LoadOptions options;
    private final HeadLayout layout;
    private final Buffers buffers;
    private final Workspace work;
    private final LayerActivations passing;
    private @Nullable ActivationPlan plan;
    private @Nullable List<LayerActivations> kept;

    Activations(TensorScope owner, DType type, ModelConfig config, LoadOptions options) {
        this.config = config;
        this.options = options;
        layout = ModelLoader.layout(config);
        buffers = new Buffers(owner, type);
        work = new Workspace(buffers, config, layout);
        passing = LayerActivations.passing(buffers, config, layout);
    }

    /** For parts of the model that need memory of their own, before the first pass. */
    Buffers buffers() {
        return buffers;
    }

    Workspace work() {
        return work;
    }

    /** For a pass that keeps nothing. */
    LayerActivations passing() {
        return passing;
    }

    /**
     * What a training pass keeps, decided at the first call.
     *
     * @param adapter whose own buffers count, or null
     */
    ActivationPlan plan(@Nullable LoraAdapter adapter) {
        if (plan == null) {
            int tokens = options.maxTokens();
            long shared = buffers.bytes(tokens)
                    + (adapter == null ? 0 : adapter.buffers().bytes(tokens));
            plan = new ActivationPlanner(config, layout, buffers.type(), tokens, shared)
                    .choose(options.memory(), options.device());
            buffers.reserve(tokens);
            if (adapter != null) {
                adapter.buffers().reserve(tokens);
            }
            LOG.info("A training pass of up to {} tokens {}", tokens, plan);
        }
        return plan;
    }

    /** Memory by layer for a training pass, see {@link LayerActivations#ofAll}. */
    List<LayerActivations> kept(ActivationPlan plan) {
        if (kept == null) {
            kept = LayerActivations.ofAll(buffers, config, layout, plan, passing);
        }
        return kept;
    }
}

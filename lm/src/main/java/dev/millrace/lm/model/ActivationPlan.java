package dev.millrace.lm.model;

import java.util.List;
import java.util.Locale;

/**
 * What a training pass keeps of each layer, and what that costs.
 *
 * @param layers one entry a layer; the last layer keeps all at no cost, since its backward pass comes first
 * @param bytes that all activations take, kept and shared
 * @param recomputed floating-point operations that the backward pass repeats, as a share of the forward pass
 */
public record ActivationPlan(List<Keep> layers, long bytes, double recomputed) {

    private static final double MEGABYTE = 1e6;

    public ActivationPlan {
        layers = List.copyOf(layers);
    }

    Keep keep(int layer) {
        return layers.get(layer);
    }

    /** As in {@code keeps all of 12 and attention of 8 of 30 layers, recomputes 14.2 % of the forward pass, 312 MB}. */
    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "keeps all of %d and attention of %d of %d layers, recomputes %.1f %% of the forward pass, %.0f MB",
                count(Keep.ALL),
                count(Keep.ATTENTION),
                layers.size(),
                100 * recomputed,
                bytes / MEGABYTE);
    }

    private long count(Keep keep) {
        return layers.stream().filter(each -> each == keep).count();
    }
}

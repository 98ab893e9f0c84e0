package dev.millrace.lm.model;

import dev.millrace.lm.torch.Device;

/**
 * How a model is held.
 *
 * @param nf4 the blocks' linear layers in 4 bits; they cannot be trained themselves, only adapted
 * @param maxTokens most tokens of one batch
 * @param device where the weights lie and everything is computed
 */
public record LoadOptions(Precision precision, boolean nf4, int maxTokens, Keep keep, Device device) {

    private static final int DEFAULT_MAX_TOKENS = 16_384;

    public LoadOptions {
        if (maxTokens < 1) {
            throw new IllegalArgumentException("maxTokens is " + maxTokens + ", expected at least 1");
        }
    }

    /** On the processor, unquantized, with everything kept for the backward pass. */
    public static LoadOptions of(Precision precision) {
        return new LoadOptions(precision, false, DEFAULT_MAX_TOKENS, Keep.ALL, Device.CPU);
    }

    public LoadOptions quantized() {
        return new LoadOptions(precision, true, maxTokens, keep, device);
    }

    public LoadOptions keeping(Keep level) {
        return new LoadOptions(precision, nf4, maxTokens, level, device);
    }

    public LoadOptions upTo(int tokens) {
        return new LoadOptions(precision, nf4, tokens, keep, device);
    }

    public LoadOptions on(Device other) {
        return new LoadOptions(precision, nf4, maxTokens, keep, other);
    }
}

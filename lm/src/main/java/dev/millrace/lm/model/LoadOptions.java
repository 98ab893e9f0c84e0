package dev.millrace.lm.model;

import dev.millrace.lm.torch.Device;

/**
 * How a model is held.
 *
 * @param nf4 the blocks' linear layers in 4 bits; they cannot be trained themselves, only adapted
 * @param maxTokens most tokens of one batch
 * @param memory for the activations of training passes
 * @param device where the weights lie and everything is computed
 */
public record LoadOptions(Precision precision, boolean nf4, int maxTokens, ActivationMemory memory, Device device) {

    private static final int DEFAULT_MAX_TOKENS = 16_384;

    public LoadOptions {
        if (maxTokens < 1) {
            throw new IllegalArgumentException("maxTokens is " + maxTokens + ", expected at least 1");
        }
    }

    /** On the processor, unquantized, with everything kept for the backward pass. */
    public static LoadOptions of(Precision precision) {
        return new LoadOptions(precision, false, DEFAULT_MAX_TOKENS, ActivationMemory.keeping(Keep.ALL), Device.CPU);
    }

    public LoadOptions quantized() {
        return new LoadOptions(precision, true, maxTokens, memory, device);
    }

    public LoadOptions within(ActivationMemory budget) {
        return new LoadOptions(precision, nf4, maxTokens, budget, device);
    }

    public LoadOptions upTo(int tokens) {
        return new LoadOptions(precision, nf4, tokens, memory, device);
    }

    public LoadOptions on(Device other) {
        return new LoadOptions(precision, nf4, maxTokens, memory, other);
    }
}

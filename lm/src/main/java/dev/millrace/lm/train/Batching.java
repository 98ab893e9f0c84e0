package dev.millrace.lm.train;

/**
 * How much data goes into one step.
 *
 * @param batchTokens most tokens in one forward and backward pass
 * @param accumulation passes summed into one step of the optimizer
 * @param maxExampleTokens longer conversations lose their oldest exchanges; one exchange that is longer is left out
 */
public record Batching(int batchTokens, int accumulation, int maxExampleTokens) {
    public Batching {
        Range.check("batchTokens", batchTokens, 2, 1 << 20);
        Range.check("accumulation", accumulation, 1, 1 << 16);
        Range.check("maxExampleTokens", maxExampleTokens, 2, batchTokens);
    }
}

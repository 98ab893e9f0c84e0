package dev.millrace.lm.model;

/**
 * The constants of AdamW (Loshchilov and Hutter, 2019). Vectors, such as norms and biases, do not decay.
 *
 * @param ratioOfB how many times as fast the B of an adapter moves as everything else: LoRA+ (Hayou et al., 2024) says more than
 *     once, its authors 16 times
 * @param eightBit whether the moments of large tensors are kept in 8 bits, see {@link EightBitMoments}; a state that exists
 *     stays as it is
 */
public record AdamW(double beta1, double beta2, double eps, double weightDecay, double ratioOfB, boolean eightBit) {

    public AdamW {
        if (!(beta1 >= 0 && beta1 < 1) || !(beta2 >= 0 && beta2 < 1) || !(eps > 0) || !(weightDecay >= 0)) {
            throw new IllegalArgumentException("AdamW has beta1 " + beta1 + ", beta2 " + beta2 + ", eps " + eps
                    + ", weight decay " + weightDecay + "; expected betas in [0, 1), eps > 0, decay >= 0");
        }
        if (!(ratioOfB >= 1 && ratioOfB <= 1024)) {
            throw new IllegalArgumentException("the learning rate of B is " + ratioOfB
                    + " times that of A, expected 1 (as in LoRA) to 1024 (LoRA+ suggests 16)");
        }
    }

    /** One rate for all, moments in f32. */
    public AdamW(double beta1, double beta2, double eps, double weightDecay) {
        this(beta1, beta2, eps, weightDecay, 1, false);
    }

    public AdamW withRatioOfB(double ratio) {
        return new AdamW(beta1, beta2, eps, weightDecay, ratio, eightBit);
    }

    public AdamW inEightBits(boolean chosen) {
        return new AdamW(beta1, beta2, eps, weightDecay, ratioOfB, chosen);
    }
}

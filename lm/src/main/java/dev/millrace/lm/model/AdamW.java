package dev.millrace.lm.model;

/** The constants of AdamW (Loshchilov and Hutter, 2019). Vectors, such as norms and biases, do not decay. */
public record AdamW(double beta1, double beta2, double eps, double weightDecay) {

    public AdamW {
        if (!(beta1 >= 0 && beta1 < 1) || !(beta2 >= 0 && beta2 < 1) || !(eps > 0) || !(weightDecay >= 0)) {
            throw new IllegalArgumentException("AdamW has beta1 " + beta1 + ", beta2 " + beta2 + ", eps " + eps
                    + ", weight decay " + weightDecay + "; expected betas in [0, 1), eps > 0, decay >= 0");
        }
    }
}

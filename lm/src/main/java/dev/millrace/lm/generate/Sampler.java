package dev.millrace.lm.generate;

import java.util.Comparator;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Chooses a token from logits: temperature, then top-k, then top-p (Holtzman et al., 2020). */
final class Sampler {

    private final GenerationOptions options;
    private final SplittableRandom random;

    Sampler(GenerationOptions options) {
        this.options = options;
        this.random = new SplittableRandom(options.seed());
    }

    int choose(float[] logits) {
        return options.temperature() == 0 ? likeliest(logits) : sample(logits);
    }

    private static int likeliest(float[] logits) {
        int best = 0;
        for (int i = 1; i < logits.length; i++) {
            best = logits[i] > logits[best] ? i : best;
        }
        return best;
    }

    private int sample(float[] logits) {
        int[] order = IntStream.range(0, logits.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> -logits[i]))
                .limit(options.topK() == 0 ? logits.length : options.topK())
                .mapToInt(Integer::intValue)
                .toArray();
        double[] weights = new double[order.length];
        double total = 0;
        for (int i = 0; i < order.length; i++) {
            weights[i] = Math.exp((logits[order[i]] - logits[order[0]]) / options.temperature());
            total += weights[i];
        }
        int nucleus = nucleus(weights, total * options.topP());
        double drawn = random.nextDouble()
                * IntStream.range(0, nucleus).mapToDouble(i -> weights[i]).sum();
        for (int i = 0; i < nucleus; i++) {
            drawn -= weights[i];
            if (drawn < 0) {
                return order[i];
            }
        }
        return order[nucleus - 1];
    }

    /** How many of the likeliest it takes to reach a sum; at least one. */
    private static int nucleus(double[] weights, double wanted) {
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += weights[i];
            if (sum >= wanted) {
                return i + 1;
            }
        }
        return weights.length;
    }
}

package dev.millrace.simulator;

import java.util.List;
import java.util.SplittableRandom;

/** Draws from lists. */
final class Choice {
    private Choice() {}

    /** One element, each as likely as the others. */
    static <T> T of(List<T> list, SplittableRandom random) {
        return list.get(random.nextInt(list.size()));
    }

    /** True in so many of a hundred draws. */
    static boolean percent(int percent, SplittableRandom random) {
        return random.nextInt(100) < percent;
    }
}

package dev.millrace.lm.train;

import dev.millrace.lm.format.HostTensor;
import java.util.Map;
import java.util.function.Supplier;

/** Remembers the parameters of the least validation loss, and how long ago that was. */
final class BestParameters {
    private Map<String, HostTensor> parameters;
    private double loss;
    private int step;
    private int stale;

    BestParameters(Map<String, HostTensor> parameters, double loss, int step, int stale) {
        this.parameters = parameters;
        this.loss = loss;
        this.step = step;
        this.stale = stale;
    }

    static BestParameters none() {
        return new BestParameters(Map.of(), Double.NaN, -1, 0);
    }

    /** Takes note of an evaluation and tells whether it is the best. */
    boolean offer(double evaluated, int atStep, Supplier<Map<String, HostTensor>> current) {
        boolean better = step < 0 || evaluated < loss;
        if (better) {
            parameters = current.get();
            loss = evaluated;
            step = atStep;
        }
        stale = better ? 0 : stale + 1;
        return better;
    }

    Map<String, HostTensor> parameters() {
        return parameters;
    }

    double loss() {
        return loss;
    }

    int step() {
        return step;
    }

    int stale() {
        return stale;
    }
}

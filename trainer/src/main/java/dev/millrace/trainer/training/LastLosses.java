package dev.millrace.trainer.training;

import dev.millrace.lm.train.TrainingListener;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/** Remembers the losses of the last steps, and passes everything on. */
final class LastLosses implements TrainingListener {

    private static final int KEPT = 10;

    private final TrainingListener next;
    private final Deque<Double> losses = new ArrayDeque<>();

    LastLosses(TrainingListener next) {
        this.next = next;
    }

    /** NaN before the first step. */
    double mean() {
        return losses.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
    }

    @Override
    public void onStart(Plan plan) {
        next.onStart(plan);
    }

    @Override
    public void onStep(Step step) {
        losses.addLast(step.loss());
        if (losses.size() > KEPT) {
            losses.removeFirst();
        }
        next.onStep(step);
    }

    @Override
    public void onEvaluation(Evaluated evaluation) {
        next.onEvaluation(evaluation);
    }

    @Override
    public void onCheckpoint(int step, Path folder) {
        next.onCheckpoint(step, folder);
    }
}

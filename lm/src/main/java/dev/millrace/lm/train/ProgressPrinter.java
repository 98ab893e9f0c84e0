package dev.millrace.lm.train;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.Locale;

/** Prints a run as lines of text. */
public final class ProgressPrinter implements TrainingListener {
    private final PrintStream out;
    private final int everySteps;

    public ProgressPrinter(PrintStream out, int everySteps) {
        this.out = out;
        this.everySteps = everySteps;
    }

    @Override
    public void onStart(Plan plan) {
        print("steps %d to %d, %,d trained parameters", plan.firstStep(), plan.totalSteps(), plan.trainedParameters());
        print("a training pass %s", plan.activations());
    }

    @Override
    public void onStep(Step step) {
        if (step.step() % everySteps == 0 || step.step() == 1) {
            print(
                    "step %d/%d loss %.4f lr %.2e norm %.3f %.0f tokens/s %d MB %d:%02d left",
                    step.step(),
                    step.totalSteps(),
                    step.loss(),
                    step.learningRate(),
                    step.gradientNorm(),
                    step.tokensPerSecond(),
                    step.memoryBytes() >> 20,
                    step.remaining().toMinutes(),
                    step.remaining().toSecondsPart());
        }
    }

    @Override
    public void onEvaluation(Evaluated evaluation) {
        print(
                "validation after %d steps: %.4f%s",
                evaluation.step(), evaluation.loss(), evaluation.best() ? " (best)" : "");
    }

    @Override
    public void onCheckpoint(int step, Path folder) {
        print("checkpoint %s", folder);
    }

    private void print(String format, Object... values) {
        out.println(String.format(Locale.ROOT, format, values));
        out.flush();
    }
}

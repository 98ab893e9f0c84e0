package dev.millrace.cli.command;

import dev.millrace.cli.terminal.Bar;
import dev.millrace.cli.terminal.Figures;
import dev.millrace.cli.terminal.LiveDisplay;
import dev.millrace.cli.terminal.StageState;
import dev.millrace.cli.terminal.Terminal;
import dev.millrace.lm.train.TrainingListener;
import java.util.Locale;

/** Shows a training as one line: the most important figures first, since a narrow terminal cuts the rest off. */
final class TrainingDisplay implements TrainingListener {
    private static final int BAR = 24;

    private final Terminal terminal;
    private final LiveDisplay display;
    private final String stage;
    private String validation = "";

    TrainingDisplay(Terminal terminal, LiveDisplay display, String stage) {
        this.terminal = terminal;
        this.display = display;
        this.stage = stage;
    }

    @Override
    public void onStart(Plan plan) {
        terminal.note(String.format(
                Locale.ROOT,
                "%,d trained parameters; a training pass %s",
                plan.trainedParameters(),
                plan.activations()));
    }

    @Override
    public void onEvaluation(Evaluated evaluation) {
        validation = String.format(Locale.ROOT, " (validation %.4f)", evaluation.loss());
    }

    @Override
    public void onStep(Step step) {
        display.show(stage, StageState.RUNNING, describe(step));
    }

    private String describe(Step step) {
        return String.format(
                Locale.ROOT,
                "%s step %d/%d, loss %.4f%s, %,.0f tokens/s, %s left, %s, rate %.1e, gradient norm %.2f",
                Bar.of(terminal, (double) step.step() / step.totalSteps(), BAR),
                step.step(),
                step.totalSteps(),
                step.loss(),
                validation,
                step.tokensPerSecond(),
                Figures.duration(step.remaining()),
                Figures.bytes(step.memoryBytes()),
                step.learningRate(),
                step.gradientNorm());
    }
}

package dev.millrace.trainer.worker;

import dev.millrace.lm.train.TrainingListener;
import dev.millrace.schemas.event.TrainingJob;
import dev.millrace.schemas.event.TrainingProgress;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Turns steps of the engine into progress events: the first, the last, and between them no more than a few a second. */
final class ProgressReport implements TrainingListener {

    private static final Duration PAUSE = Duration.ofMillis(500);
    private static final double MILLIS = 1000;

    private final TrainingJob job;
    private final int attempt;
    private final Clock clock;
    private final Consumer<TrainingProgress> sink;
    private Instant last = Instant.MIN;
    private @Nullable Double validationLoss;
    private @Nullable Step step;

    ProgressReport(TrainingJob job, int attempt, Clock clock, Consumer<TrainingProgress> sink) {
        this.job = job;
        this.attempt = attempt;
        this.clock = clock;
        this.sink = sink;
    }

    @Override
    public void onStep(Step newest) {
        step = newest;
        Instant now = clock.instant();
        boolean due = last.equals(Instant.MIN) || now.isAfter(last.plus(PAUSE));
        if (due || newest.step() == newest.totalSteps()) {
            tell(newest, now);
        }
    }

    @Override
    public void onEvaluation(Evaluated evaluation) {
        validationLoss = evaluation.loss();
        if (step != null) {
            tell(step, clock.instant());
        }
    }

    private void tell(Step of, Instant now) {
        last = now;
        sink.accept(TrainingProgress.newBuilder()
                .setJobId(job.getJobId())
                .setDomain(job.getDomain())
                .setAttempt(attempt)
                .setStep(of.step())
                .setTotalSteps(of.totalSteps())
                .setLoss(of.loss())
                .setValidationLoss(validationLoss)
                .setLearningRate(of.learningRate())
                .setGradientNorm(of.gradientNorm())
                .setTokensPerSecond(of.tokensPerSecond())
                .setMemoryMb(of.memoryBytes() >> 20)
                .setSecondsLeft(of.remaining().toMillis() / MILLIS)
                .setAt(now)
                .build());
    }
}

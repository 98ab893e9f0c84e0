package dev.millrace.lm.train;

import dev.millrace.lm.model.Trainable;
import java.util.Map;

/** Where a run stands; what a checkpoint holds. */
final class RunState {
    int step;
    long nextBatch;
    double firstLoss = Double.NaN;
    double lastTrainingLoss = Double.NaN;
    final BestParameters best;
    final DivergenceGuard guard;
    final Pace pace;

    private RunState(BestParameters best, DivergenceGuard guard, Pace pace) {
        this.best = best;
        this.guard = guard;
        this.pace = pace;
    }

    static RunState fresh() {
        return new RunState(BestParameters.none(), DivergenceGuard.fresh(), new Pace(0, 0));
    }

    /** Puts the trainable where the checkpoint left it. */
    static RunState resume(Checkpoint checkpoint, Trainable trainable) {
        CheckpointState stored = checkpoint.state();
        trainable.setParameters(checkpoint.parameters());
        trainable.setOptimizerState(checkpoint.optimizer());
        boolean presentIsBest = stored.bestStep() == stored.step();
        RunState state = new RunState(
                new BestParameters(
                        presentIsBest ? checkpoint.parameters() : checkpoint.best(),
                        stored.bestLoss(),
                        stored.bestStep(),
                        stored.staleEvaluations()),
                new DivergenceGuard(stored.meanLoss(), stored.lowestMeanLoss(), stored.lossesSeen()),
                new Pace(stored.tokens(), stored.seconds()));
        state.step = stored.step();
        state.nextBatch = stored.nextBatch();
        state.firstLoss = stored.firstLoss();
        state.lastTrainingLoss = stored.lastTrainingLoss();
        return state;
    }

    Checkpoint checkpoint(Trainable trainable, RunIdentity identity, LearningRateSchedule schedule) {
        CheckpointState state = new CheckpointState(
                CheckpointState.FORMAT,
                step,
                nextBatch,
                identity,
                schedule,
                firstLoss,
                best.loss(),
                best.step(),
                best.stale(),
                lastTrainingLoss,
                guard.mean(),
                guard.lowestMean(),
                guard.seen(),
                pace.totalTokens(),
                pace.totalSeconds());
        boolean presentIsBest = best.step() == step;
        return new Checkpoint(
                state,
                trainable.parameters(),
                trainable.optimizerState(),
                presentIsBest ? Map.of() : best.parameters());
    }
}

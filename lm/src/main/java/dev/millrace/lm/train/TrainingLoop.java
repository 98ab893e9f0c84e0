package dev.millrace.lm.train;

import dev.millrace.lm.model.LanguageModel;
import dev.millrace.lm.model.Trainable;
import dev.millrace.lm.text.TokenBatch;
import dev.millrace.lm.train.TrainingListener.Evaluated;
import dev.millrace.lm.train.TrainingListener.Plan;
import dev.millrace.lm.train.TrainingListener.Step;
import dev.millrace.lm.train.TrainingResult.Outcome;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.stream.LongStream;

/**
 * One training run: batches, gradients, steps, evaluations, checkpoints. The same loop trains adapters and whole models; what
 * is trained is the {@link Trainable}, which must be attached to the model. Each step's loss is the mean over all its scored
 * tokens, however they are spread over batches. Begun again on the same checkpoints it goes on as if it had never stopped.
 *
 * <p>Not thread-safe; the calling thread is the training thread.
 */
public final class TrainingLoop {
    private final LanguageModel model;
    private final Trainable trainable;
    private final TrainingRecipe recipe;
    private final BatchSource source;
    private final Evaluation validation;
    private final Checkpointing checkpointing;
    private final TrainingListener listener;
    private final BooleanSupplier cancelled;
    private final int totalSteps;
    private final LearningRateSchedule schedule;
    private final RunIdentity identity;
    private final OptimizerStep stepper;

    /**
     * Sets a run up; nothing happens yet.
     *
     * @param cancelled asked before every step; true ends the run after a checkpoint
     */
    public TrainingLoop(
            LanguageModel model,
            Trainable trainable,
            TrainingRecipe recipe,
            BatchSource source,
            Evaluation validation,
            Checkpointing checkpointing,
            TrainingListener listener,
            BooleanSupplier cancelled) {
        this.model = model;
        this.trainable = trainable;
        this.recipe = recipe;
        this.source = source;
        this.validation = validation;
        this.checkpointing = checkpointing;
        this.listener = listener;
        this.cancelled = cancelled;
        this.totalSteps = totalSteps(recipe, source);
        this.schedule = LearningRateSchedule.of(recipe.optimization(), totalSteps);
        this.identity = RunIdentity.of(recipe, source, checkpointing);
        this.stepper = new OptimizerStep(model, trainable, recipe.optimization());
    }

    /**
     * Trains to the end, and leaves the trainable with its best parameters.
     *
     * @throws TrainingDivergedException when loss or gradients run away; nothing after the last good checkpoint counts
     */
    public TrainingResult run() {
        RunState state = start();
        while (state.step < totalSteps && !stale(state)) {
            if (cancelled.getAsBoolean()) {
                checkpoint(state);
                return result(state, Outcome.CANCELLED);
            }
            boolean epochEnds = step(state);
            if (evaluates(state.step, epochEnds)) {
                evaluate(state);
            }
            if (state.step % checkpointing.everySteps() == 0 && state.guard.healthy()) {
                checkpoint(state);
            }
        }
        if (state.best.step() >= 0 && state.best.step() != state.step) {
            trainable.setParameters(state.best.parameters());
        }
        return result(state, state.step < totalSteps ? Outcome.STOPPED_EARLY : Outcome.COMPLETED);
    }

    private RunState start() {
        RunState state = checkpointing
                .read()
                .map(this::ofThisRun)
                .map(checkpoint -> RunState.resume(checkpoint, trainable))
                .orElseGet(RunState::fresh);
        listener.onStart(new Plan(state.step, totalSteps, trainable.parameterCount(), model.plan()));
        if (state.step == 0 && !validation.isEmpty()) {
            state.firstLoss = validation.loss(model);
            listener.onEvaluation(new Evaluated(0, state.firstLoss, false));
        }
        return state;
    }

    private Checkpoint ofThisRun(Checkpoint checkpoint) {
        RunIdentity found = checkpoint.state().identity();
        if (!found.equals(identity)) {
            throw new IllegalStateException("The checkpoint " + checkpointing.newest() + " is of " + found
                    + ", expected " + identity + "; give this run a checkpoint folder of its own");
        }
        return checkpoint;
    }

    /** Returns whether a pass over the data ended with this step. */
    private boolean step(RunState state) {
        state.pace.start();
        boolean epochEnds = endsEpoch(state.nextBatch);
        List<TokenBatch> batches = nextBatches(state);
        OptimizerStep.Gradients gradients = stepper.accumulate(batches);
        state.guard.objection(gradients.loss(), gradients.norm()).ifPresent(found -> {
            throw diverged(state.step + 1, found);
        });
        double learningRate = schedule.at(state.step);
        stepper.apply(gradients, learningRate);
        state.step++;
        state.nextBatch += batches.size();
        state.lastTrainingLoss = gradients.loss();
        state.pace.stop(gradients.tokens());
        listener.onStep(new Step(
                state.step,
                totalSteps,
                gradients.loss(),
                learningRate,
                gradients.norm(),
                gradients.tokens(),
                gradients.scored(),
                state.pace.tokensPerSecond(),
                ProcessMemory.resident(),
                state.pace.remaining(totalSteps - state.step)));
        return epochEnds;
    }

    private boolean evaluates(int step, boolean epochEnds) {
        int every = recipe.stopping().evalEverySteps();
        return step == totalSteps || (every == 0 ? epochEnds : step % every == 0);
    }

    private boolean endsEpoch(long nextBatch) {
        return LongStream.range(nextBatch, endOfStep(nextBatch)).anyMatch(source::endsEpoch);
    }

    private List<TokenBatch> nextBatches(RunState state) {
        return LongStream.range(state.nextBatch, endOfStep(state.nextBatch))
                .mapToObj(source::batch)
                .toList();
    }

    private long endOfStep(long firstBatch) {
        return Math.min(source.size(), firstBatch + recipe.batching().accumulation());
    }

    private void evaluate(RunState state) {
        if (!validation.isEmpty()) {
            double loss = validation.loss(model);
            if (!Double.isFinite(loss)) {
                throw diverged(state.step, "the validation loss is " + loss);
            }
            boolean best = state.best.offer(loss, state.step, trainable::parameters);
            listener.onEvaluation(new Evaluated(state.step, loss, best));
        }
    }

    private void checkpoint(RunState state) {
        CheckpointStore store = checkpointing.store();
        if (store != null) {
            Checkpoint checkpoint = state.checkpoint(trainable, identity, schedule);
            if (!checkpoint.isFinite()) {
                throw diverged(state.step, "a trained parameter is not a finite number");
            }
            Path written = store.write(checkpoint);
            listener.onCheckpoint(state.step, written);
        }
    }

    private TrainingDivergedException diverged(int step, String found) {
        return new TrainingDivergedException(step, found, checkpointing.newest());
    }

    private boolean stale(RunState state) {
        int patience = recipe.stopping().patience();
        return patience > 0 && state.best.stale() >= patience;
    }

    private static TrainingResult result(RunState state, Outcome outcome) {
        boolean evaluated = state.best.step() >= 0;
        return new TrainingResult(
                outcome,
                state.step,
                evaluated ? state.best.step() : state.step,
                state.firstLoss,
                state.best.loss(),
                state.lastTrainingLoss,
                state.pace.totalTokens(),
                state.pace.totalSeconds());
    }

    private static int totalSteps(TrainingRecipe recipe, BatchSource source) {
        int accumulation = recipe.batching().accumulation();
        long all = (source.size() + accumulation - 1) / accumulation;
        int limit = recipe.stopping().maxSteps();
        return Math.toIntExact(limit == 0 ? all : Math.min(all, limit));
    }
}

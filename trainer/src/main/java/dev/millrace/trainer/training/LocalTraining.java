package dev.millrace.trainer.training;

import dev.millrace.lm.format.ModelConfig;
import dev.millrace.lm.format.PeftAdapter;
import dev.millrace.lm.model.ActivationMemory;
import dev.millrace.lm.torch.Device;
import dev.millrace.lm.train.AdapterTraining;
import dev.millrace.lm.train.Checkpointing;
import dev.millrace.lm.train.ProcessMemory;
import dev.millrace.lm.train.TrainingListener;
import dev.millrace.lm.train.TrainingRecipe;
import dev.millrace.lm.train.TrainingResult;
import dev.millrace.runtime.config.RecipeConfig;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Trains an adapter on a snapshot folder, as the service does for a job and the command line without one. The calling thread
 * is the training thread; one training at a time in a process.
 */
public final class LocalTraining {

    private static final double MEGABYTE = 1 << 20;

    private final Path snapshotFolder;
    private final String baseModel;
    private final RecipeConfig recipe;
    private final BaseModels baseModels;
    private final JobContext job;
    private final Device device;
    private final ActivationMemory memory;

    private LocalTraining(
            Path snapshotFolder,
            String baseModel,
            RecipeConfig recipe,
            BaseModels baseModels,
            JobContext job,
            ActivationMemory memory,
            Device device) {
        this.snapshotFolder = snapshotFolder;
        this.baseModel = baseModel;
        this.recipe = recipe;
        this.baseModels = baseModels;
        this.job = job;
        this.device = device;
        this.memory = memory;
    }

    /**
     * A training on the processor without a job: no event says what the hashes should be, and there are no checkpoints.
     *
     * @param baseModel folder, or name under {@code models/}
     */
    public static LocalTraining of(Path snapshotFolder, String baseModel, RecipeConfig recipe) {
        return of(snapshotFolder, baseModel, recipe, new BaseModels(), JobContext.NONE);
    }

    /** The training of a job, on the processor. */
    public static LocalTraining of(
            Path snapshotFolder, String baseModel, RecipeConfig recipe, BaseModels baseModels, JobContext job) {
        return new LocalTraining(snapshotFolder, baseModel, recipe, baseModels, job, ActivationMemory.AUTO, Device.CPU);
    }

    /** The same with so much memory for activations. */
    public LocalTraining within(ActivationMemory other) {
        return new LocalTraining(snapshotFolder, baseModel, recipe, baseModels, job, other, device);
    }

    /** The same on another device. */
    public LocalTraining on(Device other) {
        return new LocalTraining(snapshotFolder, baseModel, recipe, baseModels, job, memory, other);
    }

    /** The same, going on from the adapter in a folder. */
    public LocalTraining from(Path adapter) {
        return new LocalTraining(
                snapshotFolder, baseModel, recipe, baseModels, job.startingFrom(adapter), memory, device);
    }

    /**
     * Checks snapshot and base model, then trains.
     *
     * @param cancelled asked before every step
     * @return empty when cancelled
     * @throws TrainingFailedException for what another attempt would meet again; anything else may pass
     */
    public Optional<TrainedAdapter> run(TrainingListener listener, BooleanSupplier cancelled) {
        try {
            return train(listener, cancelled);
        } catch (IOException | RuntimeException e) {
            throw Failures.explained(e);
        }
    }

    private Optional<TrainedAdapter> train(TrainingListener listener, BooleanSupplier cancelled) throws IOException {
        long start = System.nanoTime();
        Recipes.check(recipe);
        TrainingSnapshot snapshot = TrainingSnapshot.open(snapshotFolder, job.snapshotSha256());
        Path base = BaseModels.folder(baseModel);
        String baseSha256 = verifiedHash(base);
        TrainingRecipe engineRecipe =
                Recipes.forEngine(recipe, ModelConfig.read(base).hiddenSize());
        LastLosses losses = new LastLosses(listener);
        AdapterTraining.Trained trained = new AdapterTraining(
                        base,
                        snapshot.train(),
                        snapshot.validation(),
                        engineRecipe,
                        memory,
                        startFrom(),
                        checkpointing(engineRecipe, snapshot.sha256()),
                        device)
                .run(losses, cancelled);
        if (trained.result().outcome() == TrainingResult.Outcome.CANCELLED) {
            return Optional.empty();
        }
        Figures figures = figures(engineRecipe, trained.result(), losses.mean(), (System.nanoTime() - start) / 1e9);
        return Optional.of(new TrainedAdapter(trained.adapter(), recipe, provenance(snapshot, baseSha256), figures));
    }

    private String verifiedHash(Path base) throws IOException {
        String found = baseModels.sha256(base);
        String expected = job.baseModelSha256();
        if (expected != null && !found.equals(expected)) {
            throw new TrainingFailedException(
                    FailureCode.BASE_MODEL_MISMATCH,
                    "the files of %s have SHA-256 %s; the job was made for %s. Put the model of the job there, or retry the job with this one"
                            .formatted(base, found, expected));
        }
        return found;
    }

    private @Nullable PeftAdapter startFrom() {
        Path adapter = job.startFrom();
        return adapter == null ? null : PeftAdapter.read(adapter);
    }

    private Checkpointing checkpointing(TrainingRecipe engineRecipe, String snapshotSha256) throws IOException {
        Checkpoints checkpoints = job.checkpoints();
        if (checkpoints == null) {
            return Checkpointing.NONE;
        }
        checkpoints.inherit(engineRecipe.toString(), snapshotSha256);
        return Checkpointing.in(checkpoints.folder(), checkpoints.everySteps(), snapshotSha256);
    }

    private Provenance provenance(TrainingSnapshot snapshot, String baseSha256) {
        return new Provenance(
                job.domain(),
                job.jobId(),
                job.attempt(),
                snapshot.id(),
                snapshot.sha256(),
                baseModel,
                baseSha256,
                job.startFromAdapterId());
    }

    private static Figures figures(TrainingRecipe recipe, TrainingResult result, double trainLoss, double seconds) {
        return new Figures(
                result.steps(),
                result.bestStep(),
                result.tokens(),
                recipe.optimization().learningRate(),
                trainLoss,
                known(result.firstLoss()),
                known(result.bestLoss()),
                result.tokensPerSecond(),
                seconds,
                Math.round(ProcessMemory.peak() / MEGABYTE));
    }

    private static @Nullable Double known(double loss) {
        return Double.isNaN(loss) ? null : Double.valueOf(loss);
    }
}

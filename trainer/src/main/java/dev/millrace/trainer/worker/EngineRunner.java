package dev.millrace.trainer.worker;

import dev.millrace.lm.torch.Device;
import dev.millrace.runtime.artifacts.Staged;
import dev.millrace.runtime.config.ConfigException;
import dev.millrace.runtime.config.RecipeConfig;
import dev.millrace.runtime.files.DurableFiles;
import dev.millrace.runtime.service.ServiceContext;
import dev.millrace.schemas.event.AdapterCandidate;
import dev.millrace.schemas.event.TrainingFigures;
import dev.millrace.schemas.event.TrainingJob;
import dev.millrace.schemas.event.TrainingProgress;
import dev.millrace.trainer.training.BaseModels;
import dev.millrace.trainer.training.Checkpoints;
import dev.millrace.trainer.training.FailureCode;
import dev.millrace.trainer.training.Figures;
import dev.millrace.trainer.training.JobContext;
import dev.millrace.trainer.training.LocalTraining;
import dev.millrace.trainer.training.Recipes;
import dev.millrace.trainer.training.TrainedAdapter;
import dev.millrace.trainer.training.TrainingFailedException;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Trains on the engine, with files in the artifact store and checkpoints in the state directory. */
final class EngineRunner implements JobRunner {

    private static final String KIND = "adapters";

    private final ServiceContext context;
    private final Device device;
    private final BaseModels baseModels = new BaseModels();

    EngineRunner(ServiceContext context, Device device) {
        this.context = context;
        this.device = device;
    }

    @Override
    public Optional<AdapterCandidate> run(
            TrainingJob job, int attempt, Consumer<TrainingProgress> progress, BooleanSupplier stop)
            throws IOException {
        LocalTraining training = LocalTraining.of(
                        context.artifacts().resolve(URI.create(job.getSnapshotUri())),
                        job.getBaseModel(),
                        recipe(job),
                        baseModels,
                        jobContext(job, attempt))
                .within(Recipes.memory(context.config().trainer().memory()))
                .on(device);
        ProgressReport report = new ProgressReport(job, attempt, context.clock(), progress);
        Optional<TrainedAdapter> trained = training.run(report, stop);
        return trained.isEmpty() ? Optional.empty() : Optional.of(store(job, attempt, trained.get()));
    }

    private static RecipeConfig recipe(TrainingJob job) {
        try {
            return RecipeConfig.fromJson(job.getRecipe());
        } catch (ConfigException e) {
            throw new TrainingFailedException(FailureCode.RECIPE_INVALID, String.valueOf(e.getMessage()), e);
        }
    }

    private JobContext jobContext(TrainingJob job, int attempt) {
        int everySteps = context.config().trainer().checkpointEverySteps();
        @Nullable String startFrom = job.getStartFromAdapterId();
        return new JobContext(
                job.getDomain(),
                job.getJobId(),
                attempt,
                job.getSnapshotSha256(),
                job.getBaseModelSha256(),
                startFrom,
                startFrom == null ? null : context.artifacts().resolve(uri(job, startFrom)),
                new Checkpoints(folder(job.getJobId()), attempt, everySteps));
    }

    /** Whole or absent; if another attempt made the same adapter, its folder stays. */
    private AdapterCandidate store(TrainingJob job, int attempt, TrainedAdapter trained) throws IOException {
        try (Staged scratch = context.artifacts().stage(KIND, job.getDomain() + "/" + job.getJobId())) {
            trained.write(scratch.directory());
            String adapterId = AdapterFiles.id(job.getJobId(), scratch.directory());
            URI uri = uri(job, adapterId);
            try (Staged staged = context.artifacts().stage(KIND, job.getDomain() + "/" + adapterId)) {
                trained.write(staged.directory());
                staged.commit();
            }
            return candidate(job, attempt, adapterId, uri, trained.figures());
        }
    }

    private AdapterCandidate candidate(TrainingJob job, int attempt, String adapterId, URI uri, Figures figures)
            throws IOException {
        return AdapterCandidate.newBuilder()
                .setAdapterId(adapterId)
                .setDomain(job.getDomain())
                .setJobId(job.getJobId())
                .setAttempt(attempt)
                .setSnapshotId(job.getSnapshotId())
                .setSnapshotSequence(job.getSnapshotSequence())
                .setSnapshotUri(job.getSnapshotUri())
                .setSnapshotSha256(job.getSnapshotSha256())
                .setBaseModel(job.getBaseModel())
                .setBaseModelSha256(job.getBaseModelSha256())
                .setRecipeHash(job.getRecipeHash())
                .setStartFromAdapterId(job.getStartFromAdapterId())
                .setUri(uri.toString())
                .setFiles(AdapterFiles.of(context.artifacts().resolve(uri)))
                .setFigures(event(figures))
                .setCreatedAt(context.clock().instant())
                .build();
    }

    private static TrainingFigures event(Figures figures) {
        return TrainingFigures.newBuilder()
                .setSteps(figures.steps())
                .setTokens(figures.tokens())
                .setTrainLoss(figures.trainLoss())
                .setValidationLoss(figures.validationLoss())
                .setTokensPerSecond(figures.tokensPerSecond())
                .setSeconds(figures.seconds())
                .setPeakMemoryMb(figures.peakMemoryMb())
                .build();
    }

    private URI uri(TrainingJob job, String adapterId) {
        return context.artifacts().uri(KIND, job.getDomain() + "/" + adapterId);
    }

    private Path folder(String jobId) {
        return jobs().resolve(jobId);
    }

    private Path jobs() {
        return context.config().state().directory().resolve("jobs");
    }

    @Override
    public Set<String> remembered() throws IOException {
        if (!Files.isDirectory(jobs())) {
            return Set.of();
        }
        try (Stream<Path> folders = Files.list(jobs())) {
            return folders.map(folder -> folder.getFileName().toString()).collect(Collectors.toSet());
        }
    }

    @Override
    public void forget(String jobId) throws IOException {
        DurableFiles.deleteTree(folder(jobId));
    }
}

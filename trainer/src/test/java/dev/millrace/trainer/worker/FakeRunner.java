package dev.millrace.trainer.worker;

import dev.millrace.runtime.artifacts.Sha256;
import dev.millrace.schemas.event.AdapterCandidate;
import dev.millrace.schemas.event.TrainingFigures;
import dev.millrace.schemas.event.TrainingJob;
import dev.millrace.schemas.event.TrainingProgress;
import dev.millrace.trainer.training.FailureCode;
import dev.millrace.trainer.training.TrainingFailedException;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

/** Does what a test says for the jobs of a domain, and fails those of others, which other tests left behind. */
final class FakeRunner implements JobRunner {

    /** What happens to a job. */
    interface Behaviour {
        boolean run(int attempt, Consumer<TrainingProgress> progress, BooleanSupplier stop) throws IOException;
    }

    private final Map<String, Behaviour> behaviours = new ConcurrentHashMap<>();
    final List<String> started = new CopyOnWriteArrayList<>();

    /** Ids of jobs whose checkpoints lie on this machine. */
    final Set<String> remembered = ConcurrentHashMap.newKeySet();

    FakeRunner on(String domain, Behaviour behaviour) {
        behaviours.put(domain, behaviour);
        return this;
    }

    @Override
    public Optional<AdapterCandidate> run(
            TrainingJob job, int attempt, Consumer<TrainingProgress> progress, BooleanSupplier stop)
            throws IOException {
        Behaviour behaviour = behaviours.get(job.getDomain());
        if (behaviour == null) {
            throw new TrainingFailedException(FailureCode.SNAPSHOT_MISSING, "not a job of this test");
        }
        started.add(job.getJobId());
        boolean done = behaviour.run(attempt, progress, stop);
        return done ? Optional.of(candidate(job, attempt)) : Optional.empty();
    }

    @Override
    public Set<String> remembered() {
        return remembered;
    }

    @Override
    public void forget(String jobId) {
        remembered.remove(jobId);
    }

    static TrainingProgress progress(TrainingJob job, int attempt) {
        return TrainingProgress.newBuilder()
                .setJobId(job.getJobId())
                .setDomain(job.getDomain())
                .setAttempt(attempt)
                .setStep(1)
                .setTotalSteps(2)
                .setLoss(1)
                .setLearningRate(1)
                .setGradientNorm(1)
                .setTokensPerSecond(1)
                .setMemoryMb(1)
                .setSecondsLeft(1)
                .setAt(Instant.EPOCH)
                .build();
    }

    private static AdapterCandidate candidate(TrainingJob job, int attempt) {
        return AdapterCandidate.newBuilder()
                .setAdapterId(Sha256.text(job.getJobId() + attempt))
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
                .setUri("artifact:///adapters/none/none")
                .setFiles(List.of())
                .setFigures(new TrainingFigures(1, 1L, 1.0, null, 1.0, 1.0, 1L))
                .setCreatedAt(Instant.EPOCH)
                .build();
    }
}

package dev.millrace.trainer.planner;

import dev.millrace.runtime.artifacts.Sha256;
import dev.millrace.runtime.config.DomainConfig;
import dev.millrace.runtime.config.MillraceConfig;
import dev.millrace.runtime.kafka.EventProducer;
import dev.millrace.schemas.Keys;
import dev.millrace.schemas.Topics;
import dev.millrace.schemas.event.JobReason;
import dev.millrace.schemas.event.JobState;
import dev.millrace.schemas.event.JobStatus;
import dev.millrace.schemas.event.Snapshot;
import dev.millrace.schemas.event.TrainingJob;
import dev.millrace.trainer.training.BaseModels;
import dev.millrace.trainer.training.TrainingFailedException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes jobs from snapshots as the domain's configuration has it now. The planner uses it, and {@code millrace jobs retry}. */
public final class JobMaker {

    private static final Logger LOG = LoggerFactory.getLogger(JobMaker.class);

    private final MillraceConfig config;
    private final Clock clock;
    private final BaseModels baseModels = new BaseModels();

    public JobMaker(MillraceConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
    }

    /**
     * The job of a snapshot. Where the domain's base model is not there, the job is made all the same, and fails with that
     * reason: a person sees it among the jobs and retries it once the model is there.
     *
     * @param requestId tells apart jobs that are equal in everything else; empty for a snapshot's first
     */
    public TrainingJob make(Snapshot snapshot, JobReason reason, String requestId) throws IOException {
        DomainConfig domain = config.domain(snapshot.getDomain());
        Base base = base(domain.baseModel());
        String recipeHash = domain.recipe().hash();
        String jobId = Sha256.text(String.join("\n", snapshot.getSnapshotId(), recipeHash, base.sha256(), requestId));
        return TrainingJob.newBuilder()
                .setJobId(jobId)
                .setDomain(snapshot.getDomain())
                .setSnapshotId(snapshot.getSnapshotId())
                .setSnapshotSequence(snapshot.getSequence())
                .setSnapshotUri(snapshot.getUri())
                .setSnapshotSha256(snapshot.getSha256())
                .setBaseModel(base.folder())
                .setBaseModelSha256(base.sha256())
                .setRecipe(domain.recipe().toJson())
                .setRecipeHash(recipeHash)
                .setReason(reason)
                .setRequestId(requestId)
                .setRequestedAt(clock.instant())
                .build();
    }

    private record Base(String folder, String sha256) {}

    private Base base(String name) throws IOException {
        try {
            Path folder = BaseModels.folder(name);
            return new Base(folder.toAbsolutePath().normalize().toString(), baseModels.sha256(folder));
        } catch (TrainingFailedException e) {
            LOG.error("{}", e.getMessage());
            return new Base(name, "");
        }
    }

    /** Within a transaction: the job and its queued state. */
    public void publish(EventProducer producer, TrainingJob job) {
        JobState queued = JobState.newBuilder()
                .setJobId(job.getJobId())
                .setDomain(job.getDomain())
                .setSnapshotId(job.getSnapshotId())
                .setStatus(JobStatus.QUEUED)
                .setAttempt(0)
                .setAt(clock.instant())
                .build();
        producer.send(Topics.JOBS, key(job), job);
        producer.send(Topics.JOB_STATES, key(queued), queued);
    }

    static String key(JobState state) {
        return key(state.getDomain(), state.getJobId());
    }

    static String key(TrainingJob job) {
        return key(job.getDomain(), job.getJobId());
    }

    static String key(String domain, String id) {
        return Keys.inDomain(domain, id);
    }
}

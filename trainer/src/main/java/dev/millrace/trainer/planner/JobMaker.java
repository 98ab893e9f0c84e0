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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Makes jobs from snapshots as the domain's configuration has it now. The planner uses it, and {@code millrace jobs retry}. */
public final class JobMaker {

    private static final Logger LOG = LoggerFactory.getLogger(JobMaker.class);

    private final MillraceConfig config;
    private final Clock clock;

    public JobMaker(MillraceConfig config, Clock clock) {
        this.config = config;
        this.clock = clock;
    }

    /**
     * The job of a snapshot; empty where the domain's base model is not there, which the log says.
     *
     * @param requestId tells apart jobs that are equal in everything else; empty for the planner's own
     */
    public Optional<TrainingJob> make(Snapshot snapshot, JobReason reason, String requestId) throws IOException {
        DomainConfig domain = config.domain(snapshot.getDomain());
        Path base = Path.of(domain.baseModel()).toAbsolutePath().normalize();
        if (!Files.isDirectory(base)) {
            LOG.error("{} gets no job: its baseModel {} is not there", snapshot.getDomain(), base);
            return Optional.empty();
        }
        String baseHash = Sha256.tree(base);
        String jobId = Sha256.text(
                String.join("\n", snapshot.getSnapshotId(), domain.recipe().hash(), baseHash, requestId));
        return Optional.of(TrainingJob.newBuilder()
                .setJobId(jobId)
                .setDomain(snapshot.getDomain())
                .setSnapshotId(snapshot.getSnapshotId())
                .setSnapshotSequence(snapshot.getSequence())
                .setSnapshotUri(snapshot.getUri())
                .setSnapshotSha256(snapshot.getSha256())
                .setBaseModel(base.toString())
                .setBaseModelSha256(baseHash)
                .setRecipe(domain.recipe().toJson())
                .setRecipeHash(domain.recipe().hash())
                .setReason(reason)
                .setRequestId(requestId)
                .setRequestedAt(clock.instant())
                .build());
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
        producer.send(Topics.JOBS, Keys.inDomain(job.getDomain(), job.getJobId()), job);
        producer.send(Topics.JOB_STATES, key(queued), queued);
    }

    static String key(JobState state) {
        return Keys.inDomain(state.getDomain(), state.getJobId());
    }
}

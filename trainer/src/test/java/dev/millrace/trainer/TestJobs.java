package dev.millrace.trainer;

import dev.millrace.runtime.artifacts.Sha256;
import dev.millrace.runtime.config.RecipeConfig;
import dev.millrace.runtime.kafka.EventProducer;
import dev.millrace.runtime.service.ServiceContext;
import dev.millrace.schemas.Keys;
import dev.millrace.schemas.Topics;
import dev.millrace.schemas.event.JobReason;
import dev.millrace.schemas.event.JobState;
import dev.millrace.schemas.event.JobStatus;
import dev.millrace.schemas.event.Snapshot;
import dev.millrace.schemas.event.SnapshotCounts;
import dev.millrace.schemas.event.SnapshotState;
import dev.millrace.schemas.event.SnapshotTrigger;
import dev.millrace.schemas.event.TrainingJob;
import dev.millrace.trainer.planner.JobMaker;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Puts snapshots, jobs and states into the topics as other services do. */
public record TestJobs(ServiceContext context) {

    public static Snapshot snapshot(String domain, long sequence, String uri, String sha256) {
        return Snapshot.newBuilder()
                .setSnapshotId(Sha256.text(domain + sequence))
                .setDomain(domain)
                .setSequence(sequence)
                .setTrigger(SnapshotTrigger.COUNT)
                .setTriggerDetail("")
                .setUri(uri)
                .setSha256(sha256)
                .setAsOf(Instant.EPOCH)
                .setCreatedAt(Instant.EPOCH)
                .setCounts(new SnapshotCounts(1L, 0L, 0L, 0L, 1L))
                .setComposition(Map.of())
                .setOffsets(List.of())
                .setPolicyHash("")
                .setState(SnapshotState.READY)
                .build();
    }

    /** A snapshot whose files nobody looks at. */
    public static Snapshot snapshot(String domain, long sequence) {
        return snapshot(domain, sequence, "artifact:///snapshots/" + domain + "/" + sequence, "0".repeat(64));
    }

    public static Snapshot erased(Snapshot snapshot) {
        return Snapshot.newBuilder(snapshot).setState(SnapshotState.ERASED).build();
    }

    /** As the snapshotter tells of it. */
    public void publish(Snapshot snapshot) {
        try (EventProducer producer = context.kafka().producer("test")) {
            producer.sendAndWait(
                    Topics.SNAPSHOTS, Keys.inDomain(snapshot.getDomain(), snapshot.getSnapshotId()), snapshot);
        }
    }

    public TrainingJob queue(Snapshot snapshot) throws IOException {
        JobMaker jobs = new JobMaker(context.config(), context.clock());
        TrainingJob job = jobs.make(snapshot, JobReason.SNAPSHOT, "");
        publish(jobs, job);
        return job;
    }

    public TrainingJob queue(Snapshot snapshot, RecipeConfig recipe) throws IOException {
        JobMaker jobs = new JobMaker(context.config(), context.clock());
        TrainingJob job = TrainingJob.newBuilder(jobs.make(snapshot, JobReason.SNAPSHOT, ""))
                .setRecipe(recipe.toJson())
                .setRecipeHash(recipe.hash())
                .build();
        publish(jobs, job);
        return job;
    }

    private void publish(JobMaker jobs, TrainingJob job) {
        String id = "test-" + job.getJobId();
        try (EventProducer producer = context.kafka().transactionalProducer(id, id)) {
            producer.transaction(() -> jobs.publish(producer, job));
        }
    }

    /** One of several jobs on a snapshot. */
    public TrainingJob queue(Snapshot snapshot, String requestId) throws IOException {
        JobMaker jobs = new JobMaker(context.config(), context.clock());
        TrainingJob job = jobs.make(snapshot, JobReason.DEMAND, requestId);
        publish(jobs, job);
        return job;
    }

    /** A job that goes on from an adapter. */
    public TrainingJob queueFrom(Snapshot snapshot, String startFrom) throws IOException {
        JobMaker jobs = new JobMaker(context.config(), context.clock());
        TrainingJob job = TrainingJob.newBuilder(jobs.make(snapshot, JobReason.DEMAND, ""))
                .setStartFromAdapterId(startFrom)
                .build();
        publish(jobs, job);
        return job;
    }

    /** As the command line cancels a job, and the planner supersedes one. */
    public void tell(TrainingJob job, JobStatus status) {
        tell(job, status, null);
    }

    /** The same for a reason. */
    public void tell(TrainingJob job, JobStatus status, @Nullable String reason) {
        JobState state = JobState.newBuilder()
                .setJobId(job.getJobId())
                .setDomain(job.getDomain())
                .setSnapshotId(job.getSnapshotId())
                .setStatus(status)
                .setAttempt(0)
                .setReason(reason)
                .setAt(Instant.EPOCH)
                .build();
        try (EventProducer producer = context.kafka().producer("test")) {
            producer.sendAndWait(Topics.JOB_STATES, Keys.inDomain(job.getDomain(), job.getJobId()), state);
        }
    }

    /** The states that a job went through, as {@code RUNNING 1}. */
    public List<String> states(TrainingJob job) {
        return TestInstallation.all(context, Topics.JOB_STATES, job.getDomain()).stream()
                .filter(state -> state.getJobId().equals(job.getJobId()))
                .map(state -> state.getStatus() + " " + state.getAttempt())
                .toList();
    }
}

package dev.millrace.trainer.worker;

import dev.millrace.runtime.kafka.EventProducer;
import dev.millrace.runtime.kafka.KafkaClients;
import dev.millrace.schemas.Keys;
import dev.millrace.schemas.Topics;
import dev.millrace.schemas.event.AdapterCandidate;
import dev.millrace.schemas.event.JobState;
import dev.millrace.schemas.event.JobStatus;
import dev.millrace.schemas.event.TrainingJob;
import dev.millrace.schemas.event.TrainingProgress;
import dev.millrace.trainer.training.CancelReason;
import dev.millrace.trainer.training.FailureCode;
import java.time.Clock;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.jspecify.annotations.Nullable;

/**
 * One start of a job, and the only voice that may tell of it: opening the next attempt fences this one, and from then on
 * everything here throws {@link ProducerFencedException}. For one thread at a time; closed by whoever opened it.
 */
final class Attempt implements AutoCloseable {

    private static final int LONGEST_DETAIL = 500;

    private final TrainingJob job;
    private final String worker;
    private final Clock clock;
    private final EventProducer producer;
    private int number;

    private Attempt(TrainingJob job, String worker, Clock clock, EventProducer producer) {
        this.job = job;
        this.worker = worker;
        this.clock = clock;
        this.producer = producer;
    }

    /** Fences every earlier attempt. What those committed can be read from now on, so count and state are asked after. */
    static Attempt open(KafkaClients kafka, TrainingJob job, String worker, Clock clock) {
        return new Attempt(job, worker, clock, kafka.transactionalProducer(worker, "trainer-job-" + job.getJobId()));
    }

    int number() {
        return number;
    }

    TrainingJob job() {
        return job;
    }

    /** Counts the starts of the job; set once what the attempts before committed has been read. */
    void number(int start) {
        number = start;
    }

    void running() {
        tell(JobStatus.RUNNING, null, null);
    }

    void progress(TrainingProgress progress) {
        producer.patientTransaction(() -> producer.send(Topics.PROGRESS, key(), progress));
    }

    /** The candidate and the end of the job become visible together. */
    void succeeded(AdapterCandidate candidate) {
        producer.patientTransaction(() -> {
            producer.send(Topics.CANDIDATES, Keys.inDomain(candidate.getDomain(), candidate.getAdapterId()), candidate);
            producer.send(Topics.JOB_STATES, key(), state(JobStatus.SUCCEEDED, null, candidate.getAdapterId()));
        });
    }

    void failed(FailureCode code, String detail) {
        tell(JobStatus.FAILED, code.code(), detail);
    }

    void cancelled(CancelReason why) {
        tell(JobStatus.CANCELLED, why.code(), why.detail());
    }

    /** Puts the job back as new, so that a worker that is stopped on purpose does not use up an attempt. */
    void requeue() {
        producer.patientTransaction(() -> {
            producer.send(Topics.JOBS, key(), job);
            producer.send(
                    Topics.JOB_STATES, key(), state(JobStatus.QUEUED, "worker-stopped", "goes on from its checkpoint"));
        });
    }

    private void tell(JobStatus status, @Nullable String reason, @Nullable String detail) {
        producer.patientTransaction(() -> producer.send(Topics.JOB_STATES, key(), state(status, reason, detail)));
    }

    private JobState state(JobStatus status, @Nullable String reason, @Nullable String detail) {
        return JobState.newBuilder()
                .setJobId(job.getJobId())
                .setDomain(job.getDomain())
                .setSnapshotId(job.getSnapshotId())
                .setStatus(status)
                .setAttempt(number)
                .setReason(reason)
                .setDetail(detail == null ? null : detail.substring(0, Math.min(detail.length(), LONGEST_DETAIL)))
                .setWorker(worker)
                .setAt(clock.instant())
                .build();
    }

    private String key() {
        return Keys.inDomain(job.getDomain(), job.getJobId());
    }

    @Override
    public void close() {
        producer.close();
    }
}

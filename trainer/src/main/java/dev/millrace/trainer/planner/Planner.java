package dev.millrace.trainer.planner;

import dev.millrace.runtime.kafka.Event;
import dev.millrace.runtime.kafka.EventConsumer;
import dev.millrace.runtime.kafka.EventProducer;
import dev.millrace.runtime.kafka.KafkaClients;
import dev.millrace.runtime.kafka.TopicTable;
import dev.millrace.schemas.Topics;
import dev.millrace.schemas.event.JobReason;
import dev.millrace.schemas.event.JobState;
import dev.millrace.schemas.event.JobStatus;
import dev.millrace.schemas.event.Snapshot;
import dev.millrace.schemas.event.SnapshotState;
import dev.millrace.schemas.event.SnapshotTrigger;
import dev.millrace.schemas.event.TrainingJob;
import dev.millrace.trainer.training.CancelReason;
import dev.millrace.trainer.training.FailureCode;
import java.io.IOException;
import java.time.Clock;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a job of each ready snapshot, and cancels the jobs of each erased one. The job, its queued state, the superseded or
 * cancelled states of others, and the offset are one transaction, under a transactional id of the partition. For one thread.
 */
final class Planner implements ConsumerRebalanceListener, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Planner.class);
    private static final Set<JobStatus> OPEN = EnumSet.of(JobStatus.QUEUED, JobStatus.RUNNING);
    private static final Set<String> FOR_WANT_OF_FILES =
            Set.of(FailureCode.SNAPSHOT_MISSING.code(), FailureCode.SNAPSHOT_HASH_MISMATCH.code());

    private final KafkaClients kafka;
    private final JobMaker jobs;
    private final Clock clock;
    private final TopicTable<JobState> states;
    private final TopicTable<Snapshot> snapshots;
    private final Map<TopicPartition, EventProducer> producers = new HashMap<>();

    Planner(KafkaClients kafka, JobMaker jobs, Clock clock) {
        this.kafka = kafka;
        this.jobs = jobs;
        this.clock = clock;
        this.states = kafka.table(Topics.JOB_STATES);
        this.snapshots = kafka.table(Topics.SNAPSHOTS);
    }

    void plan(Event<Snapshot> event, ConsumerGroupMetadata group) throws IOException {
        states.refresh();
        Optional<TrainingJob> job = newJob(event);
        List<JobState> superseded = job.map(this::superseded).orElse(List.of());
        List<JobState> cancelled = cancelled(event.value());
        EventProducer producer = producers.computeIfAbsent(event.topicPartition(), this::producer);
        producer.transaction(() -> {
            job.ifPresent(made -> jobs.publish(producer, made));
            Stream.concat(superseded.stream(), cancelled.stream())
                    .forEach(old -> producer.send(Topics.JOB_STATES, JobMaker.key(old), old));
            producer.sendOffsets(EventConsumer.after(event), group);
        });
        job.ifPresent(made -> made(made, superseded.size()));
        cancelled.stream().findFirst().ifPresent(this::ended);
    }

    /** The next snapshot's job must not find them open, to supersede them; they become visible together. */
    private void ended(JobState cancelled) {
        Optional<JobState> before = states.get(JobMaker.key(cancelled));
        states.refreshUntil(
                JobMaker.key(cancelled), state -> !Optional.of(state).equals(before));
        LOG.info("the jobs of snapshot {} of {} are cancelled", cancelled.getSnapshotId(), cancelled.getDomain());
    }

    /** The next snapshot's job must find this one, to supersede it. */
    private void made(TrainingJob job, int superseded) {
        states.refreshUntil(JobMaker.key(job), state -> true);
        LOG.info(
                "job {} for snapshot {} of {}; {} older ones superseded",
                job.getJobId(),
                job.getSnapshotSequence(),
                job.getDomain(),
                superseded);
    }

    /** None for what is not ready, and for what already has this job: events may be read again. */
    private Optional<TrainingJob> newJob(Event<Snapshot> event) throws IOException {
        Snapshot snapshot = event.value();
        if (snapshot == null || snapshot.getState() != SnapshotState.READY) {
            return Optional.empty();
        }
        TrainingJob job = make(snapshot);
        boolean known = states.get(JobMaker.key(job)).isPresent();
        return known ? Optional.empty() : Optional.of(job);
    }

    /**
     * A snapshot that replaces erased ones may have had a job before, while nobody was erased: the replacement is a job of its own,
     * the same one however often the event is read.
     */
    private TrainingJob make(Snapshot snapshot) throws IOException {
        return snapshot.getTrigger() == SnapshotTrigger.ERASURE
                ? jobs.make(
                        snapshot,
                        JobReason.ERASURE,
                        "erasure-" + snapshot.getCreatedAt().toEpochMilli())
                : jobs.make(snapshot, JobReason.SNAPSHOT, "");
    }

    /** What was open on an erased snapshot, or has failed because its files had gone already. */
    private List<JobState> cancelled(@Nullable Snapshot snapshot) {
        if (snapshot == null || snapshot.getState() != SnapshotState.ERASED) {
            return List.of();
        }
        return states.values().values().stream()
                .filter(state -> state.getDomain().equals(snapshot.getDomain()))
                .filter(state -> state.getSnapshotId().equals(snapshot.getSnapshotId()))
                .filter(state -> OPEN.contains(state.getStatus()) || lacksFiles(state))
                .map(state -> JobState.newBuilder(state)
                        .setStatus(JobStatus.CANCELLED)
                        .setReason(CancelReason.ERASURE.code())
                        .setDetail(CancelReason.ERASURE.detail())
                        .setAt(clock.instant())
                        .build())
                .toList();
    }

    private static boolean lacksFiles(JobState state) {
        String reason = state.getReason();
        return state.getStatus() == JobStatus.FAILED && reason != null && FOR_WANT_OF_FILES.contains(reason);
    }

    private List<JobState> superseded(TrainingJob job) {
        snapshots.refresh();
        return states.values().values().stream()
                .filter(state -> state.getDomain().equals(job.getDomain()))
                .filter(state -> state.getStatus() == JobStatus.QUEUED)
                .filter(state -> isOlder(state, job))
                .map(state -> JobState.newBuilder(state)
                        .setStatus(JobStatus.SUPERSEDED)
                        .setReason(state.getSnapshotId().equals(job.getSnapshotId()) ? "newer-job" : "newer-snapshot")
                        .setDetail("by the job of snapshot " + job.getSnapshotSequence())
                        .setAt(clock.instant())
                        .build())
                .toList();
    }

    /** A replacement does all that another job on its snapshot would do. */
    private boolean isOlder(JobState state, TrainingJob job) {
        long sequence = sequence(state);
        return sequence < job.getSnapshotSequence()
                || (job.getReason() == JobReason.ERASURE
                        && state.getSnapshotId().equals(job.getSnapshotId()));
    }

    /** Of the snapshot that a job trains on; one whose snapshot is gone is older than any. */
    private long sequence(JobState state) {
        return snapshots
                .get(JobMaker.key(state.getDomain(), state.getSnapshotId()))
                .map(Snapshot::getSequence)
                .orElse(-1L);
    }

    private EventProducer producer(TopicPartition partition) {
        String id = PlannerService.GROUP + "-" + partition.partition();
        return kafka.transactionalProducer(id, id);
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {}

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        partitions.forEach(
                partition -> Optional.ofNullable(producers.remove(partition)).ifPresent(EventProducer::close));
    }

    @Override
    public void close() {
        producers.values().forEach(EventProducer::close);
        states.close();
        snapshots.close();
    }
}

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
import dev.millrace.schemas.event.TrainingJob;
import java.io.IOException;
import java.time.Clock;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a job of each ready snapshot. The job, its queued state, the superseded states of older jobs that nobody has begun,
 * and the offset are one transaction, under a transactional id of the partition. For one thread.
 */
final class Planner implements ConsumerRebalanceListener, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Planner.class);

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
        Optional<TrainingJob> job = newJob(event);
        List<JobState> superseded = job.map(this::superseded).orElse(List.of());
        EventProducer producer = producers.computeIfAbsent(event.topicPartition(), this::producer);
        producer.transaction(() -> {
            job.ifPresent(made -> jobs.publish(producer, made));
            superseded.forEach(old -> producer.send(Topics.JOB_STATES, JobMaker.key(old), old));
            producer.sendOffsets(EventConsumer.after(event), group);
        });
        job.ifPresent(made -> made(made, superseded.size()));
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
        TrainingJob job = jobs.make(snapshot, JobReason.SNAPSHOT, "");
        boolean known = states.refresh().get(JobMaker.key(job)).isPresent();
        return known ? Optional.empty() : Optional.of(job);
    }

    private List<JobState> superseded(TrainingJob job) {
        snapshots.refresh();
        return states.values().values().stream()
                .filter(state -> state.getDomain().equals(job.getDomain()))
                .filter(state -> state.getStatus() == JobStatus.QUEUED)
                .filter(state -> sequence(state) < job.getSnapshotSequence())
                .map(state -> JobState.newBuilder(state)
                        .setStatus(JobStatus.SUPERSEDED)
                        .setReason("newer-snapshot")
                        .setDetail("by the job of snapshot " + job.getSnapshotSequence())
                        .setAt(clock.instant())
                        .build())
                .toList();
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

package dev.millrace.trainer.planner;

import dev.millrace.runtime.kafka.Event;
import dev.millrace.runtime.kafka.EventConsumer;
import dev.millrace.runtime.kafka.EventProducer;
import dev.millrace.runtime.kafka.TopicTable;
import dev.millrace.runtime.service.Loop;
import dev.millrace.runtime.service.Service;
import dev.millrace.runtime.service.ServiceContext;
import dev.millrace.schemas.Topics;
import dev.millrace.schemas.event.JobReason;
import dev.millrace.schemas.event.JobState;
import dev.millrace.schemas.event.JobStatus;
import dev.millrace.schemas.event.Snapshot;
import dev.millrace.schemas.event.SnapshotState;
import dev.millrace.schemas.event.TrainingJob;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes a job of every ready snapshot. Job, its queued state, the superseded states of older queued jobs and the offset are
 * one transaction, so each snapshot becomes exactly one job.
 */
public final class PlannerService implements Service {

    /** Consumer group of the snapshots topic. */
    public static final String GROUP = "millrace-planner";

    private static final Logger LOG = LoggerFactory.getLogger(PlannerService.class);
    private static final Duration WAIT = Duration.ofMillis(500);

    private final ServiceContext context;
    private final JobMaker jobs;
    private final Deque<AutoCloseable> opened = new ArrayDeque<>();
    private @Nullable Loop loop;

    private PlannerService(ServiceContext context) {
        this.context = context;
        this.jobs = new JobMaker(context.config(), context.clock());
    }

    public static PlannerService create(ServiceContext context) {
        return new PlannerService(context);
    }

    @Override
    public String name() {
        return "planner";
    }

    @Override
    public void start() {
        EventConsumer<Snapshot> snapshots = keep(context.kafka().consumer(Topics.SNAPSHOTS, GROUP, name()));
        EventProducer producer =
                keep(context.kafka().transactionalProducer("planner", GROUP + "-" + UUID.randomUUID()));
        TopicTable<JobState> states = keep(context.kafka().table(Topics.JOB_STATES));
        snapshots.subscribe();
        loop = keep(new Loop("planner", () -> step(snapshots, producer, states), snapshots::wakeup).start());
    }

    private void step(EventConsumer<Snapshot> snapshots, EventProducer producer, TopicTable<JobState> states)
            throws IOException {
        for (Event<Snapshot> event : snapshots.poll(WAIT)) {
            Snapshot snapshot = event.value();
            Optional<TrainingJob> job = snapshot == null || snapshot.getState() != SnapshotState.READY
                    ? Optional.empty()
                    : jobs.make(snapshot, JobReason.SNAPSHOT, "");
            List<JobState> superseded = job.isPresent() ? olderQueued(states, job.get()) : List.of();
            try {
                producer.transaction(() -> {
                    job.ifPresent(made -> jobs.publish(producer, made));
                    superseded.forEach(old -> producer.send(Topics.JOB_STATES, JobMaker.key(old), old));
                    producer.sendOffsets(
                            EventConsumer.after(event), snapshots.client().groupMetadata());
                });
                job.ifPresent(made -> LOG.info(
                        "job {} for snapshot {} of {}; {} older ones superseded",
                        made.getJobId(),
                        made.getSnapshotSequence(),
                        made.getDomain(),
                        superseded.size()));
            } catch (CommitFailedException e) {
                LOG.warn("{} belongs to another planner now", event.key());
                return;
            }
        }
    }

    /** The domain's jobs that nobody has begun, with the state that this one puts them into. */
    private List<JobState> olderQueued(TopicTable<JobState> states, TrainingJob job) {
        return states.refresh().values().values().stream()
                .filter(state -> state.getDomain().equals(job.getDomain()))
                .filter(state -> state.getStatus() == JobStatus.QUEUED)
                .filter(state -> !state.getJobId().equals(job.getJobId()))
                .map(state -> JobState.newBuilder(state)
                        .setStatus(JobStatus.SUPERSEDED)
                        .setDetail("by the job of snapshot " + job.getSnapshotSequence())
                        .setAt(context.clock().instant())
                        .build())
                .toList();
    }

    private <C extends AutoCloseable> C keep(C resource) {
        opened.push(resource);
        return resource;
    }

    @Override
    public boolean ready() {
        return loop != null && loop.alive();
    }

    @Override
    public Optional<Throwable> failure() {
        return loop == null ? Optional.empty() : loop.failure();
    }

    @Override
    public void close() {
        while (!opened.isEmpty()) {
            try {
                opened.pop().close();
            } catch (Exception e) {
                LOG.warn("the planner did not close in order", e);
            }
        }
    }
}

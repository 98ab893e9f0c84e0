package dev.millrace.trainer.worker;

import dev.millrace.runtime.kafka.Event;
import dev.millrace.runtime.kafka.KafkaClients;
import dev.millrace.runtime.kafka.TopicReader;
import dev.millrace.schemas.Topics;
import dev.millrace.schemas.event.JobState;
import dev.millrace.schemas.event.JobStatus;
import dev.millrace.trainer.training.CancelReason;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where every job stands, as of the last refresh. A cancellation counts even if a worker wrote {@code RUNNING} after it,
 * not knowing of it. For one thread; whoever made it closes it.
 */
final class JobStates implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(JobStates.class);
    private static final Set<JobStatus> SETTLED =
            EnumSet.of(JobStatus.SUCCEEDED, JobStatus.FAILED, JobStatus.SUPERSEDED, JobStatus.CANCELLED);

    private final TopicReader<JobState> reader;
    private final Map<String, JobState> newest = new HashMap<>();
    private final Map<String, CancelReason> cancelled = new HashMap<>();

    JobStates(KafkaClients kafka) {
        this.reader = kafka.reader(Topics.JOB_STATES);
    }

    /** Reads to what is the end now. */
    JobStates refresh() {
        reader.readToEnd(this::apply);
        return this;
    }

    /** The same, where an unreachable broker is no reason to stop. */
    void tryRefresh() {
        try {
            refresh();
        } catch (KafkaException e) {
            LOG.warn("cannot read {} now: {}", Topics.JOB_STATES.name(), e.toString());
        }
    }

    /** How often the job was started. */
    int attempts(String key) {
        return state(key).map(JobState::getAttempt).orElse(0);
    }

    /** Whether there is nothing left to do. */
    boolean isSettled(String key) {
        return cancellation(key).isPresent()
                || state(key).filter(s -> SETTLED.contains(s.getStatus())).isPresent();
    }

    /** Why a job is cancelled, if it is. */
    Optional<CancelReason> cancellation(String key) {
        return Optional.ofNullable(cancelled.get(key));
    }

    /** Ids of the jobs that are cancelled, or whose newest state is such. */
    Set<String> cancelledOr(Predicate<JobState> such) {
        return newest.entrySet().stream()
                .filter(job -> cancelled.containsKey(job.getKey()) || such.test(job.getValue()))
                .map(job -> job.getValue().getJobId())
                .collect(Collectors.toSet());
    }

    private Optional<JobState> state(String key) {
        return Optional.ofNullable(newest.get(key));
    }

    private void apply(Event<JobState> event) {
        JobState state = event.value();
        if (state == null) {
            newest.remove(event.key());
            cancelled.remove(event.key());
            return;
        }
        newest.put(event.key(), state);
        if (state.getStatus() == JobStatus.CANCELLED) {
            cancelled.put(event.key(), CancelReason.of(state));
        }
    }

    @Override
    public void close() {
        reader.close();
    }
}

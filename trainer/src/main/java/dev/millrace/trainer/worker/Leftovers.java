package dev.millrace.trainer.worker;

import dev.millrace.runtime.artifacts.ArtifactStore;
import dev.millrace.runtime.privacy.ErasedArtifacts;
import dev.millrace.schemas.event.JobState;
import dev.millrace.schemas.event.TrainingJob;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What this machine must not keep: checkpoints of cancelled jobs and of jobs on erased snapshots, whoever left them and whenever,
 * and copies of artifacts that were erased. For one thread.
 */
final class Leftovers {

    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final ErasedArtifacts erased;
    private final JobStates states;
    private final JobRunner runner;
    private final ArtifactStore artifacts;
    private long next = System.nanoTime();

    Leftovers(ErasedArtifacts erased, JobStates states, JobRunner runner, ArtifactStore artifacts) {
        this.erased = erased;
        this.states = states;
        this.runner = runner;
        this.artifacts = artifacts;
    }

    /** Whether a job must not be done: its snapshot was erased, or the adapter that it goes on from was revoked. */
    boolean forbids(TrainingJob job) {
        String start = job.getStartFromAdapterId();
        return erased.isErased(job.getDomain(), job.getSnapshotId())
                || (start != null && erased.isRevoked(job.getDomain(), start));
    }

    /** Learns what was erased up to now. */
    Leftovers refresh() {
        erased.refresh();
        return this;
    }

    /**
     * Learns what was erased and removes what is left of it, unless that was done a moment ago. What does not work now is tried
     * again later.
     *
     * @param atWork the job that is trained meanwhile, which removes its own
     */
    void sweep(@Nullable String atWork) {
        if (System.nanoTime() - next < 0) {
            return;
        }
        try {
            refresh();
            states.refresh();
            remove(atWork);
        } catch (KafkaException | IOException e) {
            LOG.warn("cannot look for what must be removed now: {}", e.toString());
        }
        next = System.nanoTime() + PAUSE.toNanos();
    }

    private void remove(@Nullable String atWork) throws IOException {
        Set<String> doomed = states.cancelledOr(this::isOnErased);
        for (String jobId : runner.remembered()) {
            if (doomed.contains(jobId) && !jobId.equals(atWork)) {
                runner.forget(jobId);
                LOG.info("the checkpoints of job {} are removed", jobId);
            }
        }
        erased.withdraw(artifacts);
    }

    private boolean isOnErased(JobState state) {
        return erased.isErased(state.getDomain(), state.getSnapshotId());
    }
}

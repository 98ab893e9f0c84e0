package dev.millrace.trainer.worker;

import dev.millrace.schemas.event.AdapterCandidate;
import dev.millrace.schemas.event.TrainingJob;
import dev.millrace.schemas.event.TrainingProgress;
import dev.millrace.trainer.training.TrainingFailedException;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One attempt at work: on the training thread, while the polling thread may ask it to stop. */
final class JobRun implements Callable<JobRun.End> {

    /** What is to become of the job's record in the queue. */
    enum End {
        /** The end of the job, or its return to the queue, is committed. */
        SETTLED,
        /** Another attempt has begun, and the record is its business. */
        FENCED,
        /** Something that may pass; the record is for another attempt. */
        INTERRUPTED
    }

    private static final Logger LOG = LoggerFactory.getLogger(JobRun.class);

    private final Attempt attempt;
    private final JobRunner runner;
    private volatile boolean cancelled;
    private volatile boolean stopped;

    JobRun(Attempt attempt, JobRunner runner) {
        this.attempt = attempt;
        this.runner = runner;
    }

    /** Ends the job between two steps. */
    void cancel() {
        cancelled = true;
    }

    /** Ends the attempt between two steps; the job goes back to the queue. */
    void stop() {
        stopped = true;
    }

    @Override
    public End call() {
        TrainingJob job = attempt.job();
        try {
            work(job);
            return End.SETTLED;
        } catch (ProducerFencedException e) {
            LOG.warn("job {} was given to another worker; attempt {} is given up", job.getJobId(), attempt.number());
            return End.FENCED;
        } catch (IOException | RuntimeException e) {
            LOG.warn("attempt {} of job {} ended without a result", attempt.number(), job.getJobId(), e);
            return End.INTERRUPTED;
        }
    }

    private void work(TrainingJob job) throws IOException {
        try {
            Optional<AdapterCandidate> made = runner.run(job, attempt.number(), this::tell, () -> cancelled || stopped);
            if (made.isPresent()) {
                attempt.succeeded(made.get());
                LOG.info("job {} made adapter {}", job.getJobId(), made.get().getAdapterId());
                forget(job);
            } else if (cancelled) {
                attempt.cancelled();
                LOG.info("job {} is cancelled", job.getJobId());
                forget(job);
            } else {
                attempt.requeue();
                LOG.info("job {} goes back to the queue", job.getJobId());
            }
        } catch (TrainingFailedException e) {
            attempt.failed(e.code(), String.valueOf(e.getMessage()));
            LOG.error("job {} failed: {}: {}", job.getJobId(), e.code().code(), e.getMessage());
        }
    }

    /** Progress that cannot be told is no reason to stop; being fenced is. */
    private void tell(TrainingProgress progress) {
        try {
            attempt.progress(progress);
        } catch (ProducerFencedException e) {
            throw e;
        } catch (RuntimeException e) {
            LOG.warn("progress of job {} is lost: {}", progress.getJobId(), e.toString());
        }
    }

    private void forget(TrainingJob job) {
        try {
            runner.forget(job);
        } catch (IOException e) {
            LOG.warn("the checkpoints of job {} stay: {}", job.getJobId(), e.toString());
        }
    }
}

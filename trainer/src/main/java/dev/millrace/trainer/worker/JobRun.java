package dev.millrace.trainer.worker;

import dev.millrace.schemas.event.AdapterCandidate;
import dev.millrace.schemas.event.TrainingJob;
import dev.millrace.schemas.event.TrainingProgress;
import dev.millrace.trainer.training.CancelReason;
import dev.millrace.trainer.training.TrainingFailedException;
import java.io.IOException;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One attempt at work: on the training thread, while the polling thread may ask it to stop. */
final class JobRun implements Callable<JobRun.End> {

    /** What is to become of the job's record in the queue. */
    enum End {
        /** The end of the job, or its return to the queue, is committed. */
        SETTLED,
        /** Another attempt would fail too, as {@link JobRun#failure} says; nobody was told yet. */
        FAILED,
        /** Another attempt has begun, and the record is its business. */
        FENCED,
        /** Something that may pass; the record is for another attempt. */
        INTERRUPTED
    }

    private static final Logger LOG = LoggerFactory.getLogger(JobRun.class);

    private final Attempt attempt;
    private final JobRunner runner;
    private volatile @Nullable CancelReason cancelled;
    private volatile boolean stopped;
    private volatile @Nullable TrainingFailedException failure;

    JobRun(Attempt attempt, JobRunner runner) {
        this.attempt = attempt;
        this.runner = runner;
    }

    /** Ends the job between two steps. */
    void cancel(CancelReason why) {
        cancelled = why;
    }

    /** Ends the attempt between two steps; the job goes back to the queue. */
    void stop() {
        stopped = true;
    }

    /** Why a run has failed. */
    TrainingFailedException failure() {
        return Objects.requireNonNull(failure, "the run has not failed");
    }

    @Override
    public End call() {
        TrainingJob job = attempt.job();
        try {
            work(job);
            return End.SETTLED;
        } catch (TrainingFailedException e) {
            failure = e;
            return End.FAILED;
        } catch (ProducerFencedException e) {
            LOG.warn("job {} was given to another worker; attempt {} is given up", job.getJobId(), attempt.number());
            return End.FENCED;
        } catch (IOException | RuntimeException e) {
            LOG.warn("attempt {} of job {} ended without a result", attempt.number(), job.getJobId(), e);
            return End.INTERRUPTED;
        }
    }

    private void work(TrainingJob job) throws IOException {
        Optional<AdapterCandidate> made =
                runner.run(job, attempt.number(), this::tell, () -> cancelled != null || stopped);
        @Nullable CancelReason why = cancelled;
        if (made.isPresent()) {
            attempt.succeeded(made.get());
            LOG.info("job {} made adapter {}", job.getJobId(), made.get().getAdapterId());
            forget(job);
        } else if (why != null) {
            attempt.cancelled(why);
            LOG.info("job {} is cancelled: {}", job.getJobId(), why.code());
            forget(job);
        } else {
            attempt.requeue();
            LOG.info("job {} goes back to the queue", job.getJobId());
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
            runner.forget(job.getJobId());
        } catch (IOException e) {
            LOG.warn("the checkpoints of job {} stay: {}", job.getJobId(), e.toString());
        }
    }
}

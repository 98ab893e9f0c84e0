package dev.millrace.trainer.worker;

import dev.millrace.runtime.kafka.DeadLetters;
import dev.millrace.runtime.kafka.EventDecoder;
import dev.millrace.runtime.kafka.KafkaClients;
import dev.millrace.schemas.Keys;
import dev.millrace.schemas.event.TrainingJob;
import dev.millrace.trainer.queue.Delivery;
import dev.millrace.trainer.queue.JobQueue;
import dev.millrace.trainer.training.CancelReason;
import dev.millrace.trainer.training.FailureCode;
import dev.millrace.trainer.training.TrainingFailedException;
import java.time.Clock;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.SerializationException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes one job after the other. Its own thread polls the queue and keeps the job's lock while another thread trains.
 *
 * <p>A worker may lose its job at any time, even without noticing: so every attempt is fenced by its producer, and a job
 * that has ended is acknowledged without being done again. A lost lock alone ends nothing, for there may be no other worker;
 * being fenced does.
 */
final class Worker implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

    private final JobQueue queue;
    private final JobRunner runner;
    private final KafkaClients kafka;
    private final EventDecoder<TrainingJob> decoder;
    private final DeadLetters deadLetters;
    private final JobStates states;
    private final Leftovers leftovers;
    private final WorkerSettings settings;
    private final Clock clock;
    private final ExecutorService training = Executors.newSingleThreadExecutor(work -> new Thread(work, "training"));
    private volatile boolean stopping;

    Worker(
            JobQueue queue,
            JobRunner runner,
            KafkaClients kafka,
            EventDecoder<TrainingJob> decoder,
            DeadLetters deadLetters,
            JobStates states,
            Leftovers leftovers,
            WorkerSettings settings,
            Clock clock) {
        this.queue = queue;
        this.runner = runner;
        this.kafka = kafka;
        this.decoder = decoder;
        this.deadLetters = deadLetters;
        this.states = states;
        this.leftovers = leftovers;
        this.settings = settings;
        this.clock = clock;
    }

    /** Waits a moment for a job, and does it. */
    void step() throws InterruptedException {
        leftovers.sweep(null);
        Optional<Delivery> delivery = queue.take(settings.glance());
        if (delivery.isPresent()) {
            work(delivery.get());
        }
    }

    private void work(Delivery delivery) throws InterruptedException {
        @Nullable TrainingJob job = job(delivery);
        if (job == null || states.refresh().isSettled(key(job))) {
            queue.accept();
            return;
        }
        try (Attempt attempt = Attempt.open(kafka, job, settings.worker(), clock)) {
            attempt(delivery, job, attempt);
        } catch (ProducerFencedException e) {
            LOG.warn("job {} was given to another worker", job.getJobId());
            queue.drop();
        } catch (KafkaException e) {
            LOG.warn("job {} could not be begun", job.getJobId(), e);
            putBack(delivery);
        }
    }

    /** Null for what is no job: it is in the dead letters then. */
    private @Nullable TrainingJob job(Delivery delivery) {
        try {
            return decoder.decode(delivery.job()).value();
        } catch (SerializationException e) {
            deadLetters.publish(delivery.job(), e);
            return null;
        }
    }

    private void attempt(Delivery delivery, TrainingJob job, Attempt attempt) throws InterruptedException {
        attempt.number(states.refresh().attempts(key(job)));
        if (states.isSettled(key(job))) { // by the attempt that was fenced just now
            queue.accept();
        } else if (leftovers.refresh().forbids(job)) {
            cancelForErasure(attempt);
            queue.accept();
        } else if (delivery.count() > settings.attempts()) {
            giveUp(delivery, attempt);
            queue.accept();
        } else {
            attempt.number(attempt.number() + 1);
            LOG.info("job {} of {}: attempt {}", job.getJobId(), job.getDomain(), attempt.number());
            attempt.running();
            JobRun run = new JobRun(attempt, runner);
            JobRun.End end = train(job, run);
            if (end == JobRun.End.FAILED) {
                fail(attempt, run.failure());
            }
            end(delivery, end);
        }
    }

    /** A snapshot's files go before its event tells of it, so a job may have failed for want of them. */
    private void fail(Attempt attempt, TrainingFailedException failure) {
        if (leftovers.refresh().forbids(attempt.job())) {
            cancelForErasure(attempt);
        } else {
            attempt.failed(failure.code(), String.valueOf(failure.getMessage()));
            LOG.error(
                    "job {} failed: {}: {}",
                    attempt.job().getJobId(),
                    failure.code().code(),
                    failure.getMessage());
        }
    }

    /** Its checkpoints go with the next sweep. */
    private static void cancelForErasure(Attempt attempt) {
        attempt.cancelled(CancelReason.ERASURE);
        LOG.info("job {} is cancelled: its snapshot was erased", attempt.job().getJobId());
    }

    /** Kafka drops a record without a word after its last delivery, so the delivery before that one speaks. */
    private void giveUp(Delivery delivery, Attempt attempt) {
        String detail =
                "%d attempts ended without a result; the logs of the workers say why, and `millrace jobs retry` tries again"
                        .formatted(settings.attempts());
        deadLetters.publish(delivery.job(), new TrainingFailedException(FailureCode.ATTEMPTS_EXHAUSTED, detail));
        attempt.failed(FailureCode.ATTEMPTS_EXHAUSTED, detail);
        LOG.error("job {} failed: {}", attempt.job().getJobId(), detail);
    }

    private void end(Delivery delivery, JobRun.End end) throws InterruptedException {
        switch (end) {
            case SETTLED, FAILED -> {
                if (queue.holds()) {
                    queue.accept();
                }
            }
            case FENCED -> queue.drop();
            case INTERRUPTED -> putBack(delivery);
        }
    }

    /** After a pause that grows, for what went wrong may need time to pass. */
    private void putBack(Delivery delivery) throws InterruptedException {
        long pause = settings.pause().toMillis() * delivery.count();
        long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(pause);
        while (!stopping && System.nanoTime() < deadline) {
            TimeUnit.MILLISECONDS.sleep(Math.min(pause, settings.glance().toMillis()));
        }
        if (queue.holds()) {
            queue.release();
        }
    }

    /** Waits for the training, keeping the lock and an eye on cancellation. */
    private JobRun.End train(TrainingJob job, JobRun run) throws InterruptedException {
        Future<JobRun.End> end = training.submit(run);
        long renewed = System.nanoTime();
        while (true) {
            try {
                return end.get(settings.glance().toMillis(), TimeUnit.MILLISECONDS);
            } catch (ExecutionException e) {
                throw new IllegalStateException("training ended the hard way", e.getCause());
            } catch (TimeoutException stillRunning) {
                tellOf(job, run);
                if (System.nanoTime() - renewed > settings.renewal().toNanos()) {
                    renew(job);
                    renewed = System.nanoTime();
                }
            }
        }
    }

    private void tellOf(TrainingJob job, JobRun run) {
        states.tryRefresh();
        leftovers.sweep(job.getJobId());
        states.cancellation(key(job)).ifPresent(run::cancel);
        if (leftovers.forbids(job)) {
            run.cancel(CancelReason.ERASURE);
        }
        if (stopping) {
            run.stop();
        }
    }

    private void renew(TrainingJob job) {
        if (queue.holds() && !queue.renew()) {
            LOG.warn("the lock on job {} is lost; it goes on until another worker begins it", job.getJobId());
        }
    }

    private static String key(TrainingJob job) {
        return Keys.inDomain(job.getDomain(), job.getJobId());
    }

    /** Asks a running job to stop at its next step; it keeps a checkpoint and goes back to the queue. */
    void stop() {
        stopping = true;
    }

    @Override
    public void close() {
        training.shutdown();
    }
}

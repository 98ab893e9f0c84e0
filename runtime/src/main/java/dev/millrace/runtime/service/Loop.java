package dev.millrace.runtime.service;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.WakeupException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One thread that repeats a step until it is closed or the step fails: the inside of a service that polls.
 *
 * <p>Clients that the step uses are opened and closed by the step's owner: open them before {@link #start}, close them
 * after {@link #close}.
 */
public final class Loop implements AutoCloseable {

    /** One round of work. */
    @FunctionalInterface
    public interface Step {
        void run() throws Exception;
    }

    private static final Logger LOG = LoggerFactory.getLogger(Loop.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Thread thread;
    private final Step step;
    private final Runnable wakeup;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private volatile boolean running = true;

    /**
     * Makes a loop that is not yet running.
     *
     * @param wakeup ends a wait within the step, such as a consumer's {@code wakeup}
     */
    public Loop(String name, Step step, Runnable wakeup) {
        this.thread = new Thread(this::repeat, name);
        this.step = step;
        this.wakeup = wakeup;
    }

    public Loop start() {
        thread.start();
        return this;
    }

    /** Whether the thread is at work. */
    public boolean alive() {
        return thread.isAlive();
    }

    /** What the step threw. */
    public Optional<Throwable> failure() {
        return Optional.ofNullable(failure.get());
    }

    private void repeat() {
        while (running) {
            try {
                step.run();
            } catch (WakeupException | InterruptException | InterruptedException stopped) {
                fail(stopped);
            } catch (Throwable e) {
                LOG.error("{} failed", thread.getName(), e);
                failure.compareAndSet(null, e);
                return;
            }
        }
    }

    /** Being woken is how a closed loop ends, and a failure otherwise. */
    private void fail(Exception stopped) {
        if (running) {
            failure.compareAndSet(null, stopped);
            running = false;
        }
    }

    /** Ends the step's wait, then waits for the step to finish. */
    @Override
    public void close() {
        running = false;
        wakeup.run();
        try {
            thread.join(PATIENCE.toMillis());
            if (thread.isAlive()) {
                thread.interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package dev.millrace.ingest.write;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Lets many threads write at once: what waits when a transaction ends goes into the next one together, so that a commit
 * is paid once for all of them. Each caller's records stay all-or-nothing.
 *
 * <p>One thread of its own owns the writer. After a failure it tries every second to reach the broker again, so that
 * {@link #healthy} says how things are without traffic. Thread-safe; the caller closes it.
 */
public final class GroupCommit implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(GroupCommit.class);
    private static final int MAX_RECORDS = 5_000;
    private static final long RETRY_MILLIS = 1_000;

    private final TransactionalWriter writer;
    private final Duration patience;
    private final BlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
    private final Thread thread;
    private volatile boolean healthy;
    private volatile boolean closed;

    /** @param patience how long a caller's records may wait for their turn */
    public GroupCommit(TransactionalWriter writer, Duration patience) {
        this.writer = writer;
        this.patience = patience;
        this.thread = new Thread(this::run, "ingest-writer");
    }

    public void start() throws WriteFailedException {
        writer.open();
        healthy = true;
        thread.start();
    }

    /** Whether the last attempt to reach the broker succeeded. */
    public boolean healthy() {
        return healthy;
    }

    /**
     * Writes all records or none, and returns once the broker has acknowledged them.
     *
     * @throws WriteFailedException after a bounded time; the same records may be written again
     */
    public void write(List<? extends Outgoing<?>> records) throws WriteFailedException, InterruptedException {
        Waiting waiting = new Waiting(records);
        if (closed) {
            throw new WriteFailedException("the writer is shutting down");
        }
        queue.add(waiting);
        waiting.await(patience);
    }

    private void run() {
        try {
            while (!closed) {
                Waiting first = queue.poll(RETRY_MILLIS, TimeUnit.MILLISECONDS);
                if (first != null && !closed) {
                    commit(group(first));
                } else if (!healthy) {
                    probe();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } finally {
            writer.close();
            queue.forEach(left -> left.fail(new WriteFailedException("the writer is shutting down")));
        }
    }

    private List<Waiting> group(Waiting first) {
        List<Waiting> group = new ArrayList<>();
        int records = 0;
        for (@Nullable Waiting next = first; next != null; next = records < MAX_RECORDS ? queue.poll() : null) {
            if (next.take()) {
                group.add(next);
                records += next.records.size();
            }
        }
        return group;
    }

    private void commit(List<Waiting> group) {
        if (group.isEmpty()) {
            return;
        }
        try {
            writer.write(group.stream()
                    .<Outgoing<?>>flatMap(one -> one.records.stream())
                    .toList());
            healthy = true;
            group.forEach(Waiting::succeed);
        } catch (WriteFailedException e) {
            fail(group, e);
        } catch (RuntimeException e) {
            fail(group, new WriteFailedException("the records could not be written: " + e, e));
        }
    }

    private void fail(List<Waiting> group, WriteFailedException e) {
        unhealthy(e);
        group.forEach(one -> one.fail(e));
    }

    private void probe() {
        try {
            writer.open();
            healthy = true;
            LOG.info("Kafka can be reached again");
        } catch (WriteFailedException e) {
            unhealthy(e);
        }
    }

    private void unhealthy(WriteFailedException e) {
        if (healthy) {
            LOG.warn("{}; trying again every second", e.getMessage());
        }
        healthy = false;
    }

    /** Lets the transaction in progress end; what still waits fails. */
    @Override
    public void close() {
        closed = true;
        queue.add(new Waiting(List.of()));
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One caller's records: taken by the writing thread or given up by the caller, whoever is first. */
    private static final class Waiting {
        private final List<? extends Outgoing<?>> records;
        private final AtomicBoolean claimed = new AtomicBoolean();
        private final CompletableFuture<@Nullable WriteFailedException> outcome = new CompletableFuture<>();

        Waiting(List<? extends Outgoing<?>> records) {
            this.records = records;
        }

        boolean take() {
            return claimed.compareAndSet(false, true);
        }

        void succeed() {
            outcome.complete(null);
        }

        void fail(WriteFailedException e) {
            outcome.complete(e);
        }

        void await(Duration patience) throws WriteFailedException, InterruptedException {
            try {
                raise(outcome.get(patience.toMillis(), TimeUnit.MILLISECONDS));
            } catch (TimeoutException e) {
                if (take()) {
                    throw new WriteFailedException("Kafka did not take the records within " + patience, e);
                }
                raise(outcome.join());
            } catch (ExecutionException e) {
                throw new IllegalStateException("an outcome is never exceptional", e);
            }
        }

        private static void raise(@Nullable WriteFailedException failure) throws WriteFailedException {
            if (failure != null) {
                throw new WriteFailedException(failure.getMessage(), failure);
            }
        }
    }
}

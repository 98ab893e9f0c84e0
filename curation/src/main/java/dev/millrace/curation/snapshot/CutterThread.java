package dev.millrace.curation.snapshot;

import dev.millrace.runtime.kafka.KafkaClients;
import dev.millrace.schemas.event.ErasureRequest;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the cutter in a thread of its own, so that examples are read on while a snapshot is written. Publishers are made
 * and closed in that thread too, one per partition that this process owns.
 */
final class CutterThread implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(CutterThread.class);
    private static final long PATIENCE_SECONDS = 60;
    private static final Duration AFTER_FAILURE = Duration.ofSeconds(10);

    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(work -> new Thread(work, "snapshot-cutter"));
    private final Map<Integer, SnapshotPublisher> publishers = new HashMap<>();
    private final Set<Integer> open = ConcurrentHashMap.newKeySet();
    private final Set<String> cutting = ConcurrentHashMap.newKeySet();
    private final Map<String, Instant> retryAt = new ConcurrentHashMap<>();

    private volatile boolean fenced;

    private final KafkaClients kafka;
    private final SnapshotPublisher.Factory factory;
    private final Cutter cutter;
    private final ExampleIndex index;
    private final PublishedSnapshots published;
    private final SnapshotMetrics metrics;
    private final Clock clock;

    CutterThread(
            KafkaClients kafka,
            SnapshotPublisher.Factory factory,
            Cutter cutter,
            ExampleIndex index,
            PublishedSnapshots published,
            SnapshotMetrics metrics,
            Clock clock) {
        this.kafka = kafka;
        this.factory = factory;
        this.cutter = cutter;
        this.index = index;
        this.published = published;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** Fences earlier owners of a partition, learns what they published, and makes good what a crash left undone. */
    void open(int partition) {
        thread.execute(() -> {
            try {
                publisher(partition);
                open.add(partition);
            } catch (Exception e) {
                LOG.warn("partition {} of the snapshots cannot be taken over; trying again", partition, e);
                discard(partition);
                if (!thread.isShutdown()) {
                    open(partition);
                }
            }
        });
    }

    /** Whether cuts of a partition's domains can be made. */
    boolean isOpen(int partition) {
        return open.contains(partition);
    }

    /** Whether another process owns a partition that this one believes to own. */
    boolean isFenced() {
        return fenced;
    }

    /** Gives a partition up. */
    void release(int partition) {
        open.remove(partition);
        if (!thread.isShutdown()) {
            thread.execute(() -> {
                open.remove(partition);
                discard(partition);
            });
        }
    }

    /** Whether a cut of a domain is being made, waits for its turn, or failed a moment ago. */
    boolean isBusy(String domain) {
        Instant now = clock.instant();
        return cutting.contains(domain) || retryAt.getOrDefault(domain, now).isAfter(now);
    }

    /** What is done in the cutter's thread for a domain. */
    @FunctionalInterface
    private interface Work {
        void run(SnapshotPublisher publisher) throws IOException;
    }

    /** Erases snapshots in the cutter's thread; what fails is tried again after a while, for it is asked for again. */
    void submitErasure(CutRequest request, Collection<ErasureRequest> people) {
        submit(request, publisher -> cutter.erase(request, people, publisher), failure -> {});
    }

    /** Makes a cut in the cutter's thread and completes the future there; it fails if nothing could be published. */
    void submit(CutRequest request, CompletableFuture<CutResult> done) {
        submit(request, publisher -> done.complete(cutter.cut(request, publisher)), done::completeExceptionally);
    }

    private void submit(CutRequest request, Work work, Consumer<Exception> failed) {
        cutting.add(request.domain());
        thread.execute(() -> {
            try {
                work.run(publisher(request.partition()));
            } catch (ProducerFencedException e) {
                LOG.info("{}: another snapshotter has taken over", request.domain());
                fenced |= isOpen(request.partition());
                discard(request.partition());
                failed.accept(e);
            } catch (Exception e) {
                LOG.warn("{}: no snapshot could be made", request.domain(), e);
                metrics.failed(request.domain(), request.due().trigger());
                retryAt.put(request.domain(), clock.instant().plus(AFTER_FAILURE));
                discard(request.partition());
                failed.accept(e);
            } finally {
                request.view().close();
                cutting.remove(request.domain());
            }
        });
    }

    /** The publisher of a partition; a new one knows what the topic says before it is used. */
    private SnapshotPublisher publisher(int partition) throws IOException {
        SnapshotPublisher known = publishers.get(partition);
        if (known != null) {
            return known;
        }
        SnapshotPublisher publisher = factory.open(partition);
        publishers.put(partition, publisher);
        published.refresh(kafka);
        for (String domain : index.pendingDomains(partition)) {
            cutter.recover(domain, publisher);
        }
        return publisher;
    }

    private void discard(int partition) {
        SnapshotPublisher publisher = publishers.remove(partition);
        if (publisher != null) {
            publisher.close();
        }
    }

    /** Finishes the cut that is being made, or breaks it off after a minute. */
    @Override
    public void close() {
        thread.execute(() -> List.copyOf(publishers.keySet()).forEach(this::discard));
        thread.shutdown();
        try {
            if (!thread.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("a snapshot was not finished within {} s and is broken off", PATIENCE_SECONDS);
                thread.shutdownNow();
                thread.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

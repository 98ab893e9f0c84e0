package dev.millrace.ingest.write;

import dev.millrace.runtime.privacy.ErasedSubjects;
import dev.millrace.runtime.service.Loop;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the suppression list on in the background, about once a second. While the broker is away the list stays as it was; curation
 * asks again. Thread-safe; the caller closes it, and with it the list.
 */
public final class SuppressionFollower implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(SuppressionFollower.class);
    private static final long PERIOD_MILLIS = 1_000;

    private final ErasedSubjects erased;
    private final CountDownLatch read = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private final Loop loop = new Loop("suppression-list", this::step, closed::countDown);
    private boolean failing;

    private SuppressionFollower(ErasedSubjects erased) {
        this.erased = erased;
    }

    public static SuppressionFollower start(ErasedSubjects erased) {
        SuppressionFollower follower = new SuppressionFollower(erased);
        follower.loop.start();
        return follower;
    }

    /** Waits until the list was read once; false if it was not within the patience. */
    public boolean awaitFirst(Duration patience) throws InterruptedException {
        return read.await(patience.toMillis(), TimeUnit.MILLISECONDS);
    }

    private void step() throws InterruptedException {
        try {
            erased.refresh();
            read.countDown();
            failing = false;
        } catch (KafkaException e) {
            if (!failing) {
                LOG.warn("the suppression list cannot be read on, and stays as it was: {}", e.getMessage());
            }
            failing = true;
        }
        closed.await(PERIOD_MILLIS, TimeUnit.MILLISECONDS);
    }

    @Override
    public void close() {
        loop.close();
        erased.close();
    }
}

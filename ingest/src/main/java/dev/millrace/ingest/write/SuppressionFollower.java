package dev.millrace.ingest.write;

import dev.millrace.runtime.ExitCode;
import dev.millrace.runtime.UserError;
import dev.millrace.runtime.kafka.KafkaClients;
import dev.millrace.runtime.privacy.ErasedSubjects;
import dev.millrace.runtime.service.Loop;
import dev.millrace.schemas.Topics;
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

    /**
     * Reads the list for the first time, and on from there.
     *
     * @throws UserError if it cannot be read within the patience: no event is to be taken before it is known whose must not be
     */
    public static SuppressionFollower start(KafkaClients kafka, Duration patience) throws InterruptedException {
        SuppressionFollower follower = new SuppressionFollower(new ErasedSubjects(kafka));
        follower.loop.start();
        if (!follower.read.await(patience.toMillis(), TimeUnit.MILLISECONDS)) {
            follower.close();
            throw new UserError(
                    ExitCode.UNREACHABLE,
                    "%s could not be read within %d s; is the broker at kafka.bootstrapServers up?"
                            .formatted(Topics.ERASURES.name(), patience.toSeconds()));
        }
        return follower;
    }

    /** The list, as of about a second ago. */
    public ErasedSubjects erased() {
        return erased;
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

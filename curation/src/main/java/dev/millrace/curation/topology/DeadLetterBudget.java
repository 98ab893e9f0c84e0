package dev.millrace.curation.topology;

import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** So many dead letters in a row are allowed: past it not the records are wrong. Thread-safe. */
public final class DeadLetterBudget {
    private static final Logger LOG = LoggerFactory.getLogger(DeadLetterBudget.class);
    private static final int MOST_IN_A_ROW = 100;

    private final CurationMetrics metrics;
    private final AtomicInteger inARow = new AtomicInteger();

    public DeadLetterBudget(CurationMetrics metrics) {
        this.metrics = metrics;
    }

    /** Tells that a record went well. */
    void processed() {
        inARow.set(0);
    }

    /** Takes one; false if none is left. */
    boolean spend(String topic, Exception cause) {
        metrics.deadLetter(topic);
        LOG.warn("a record of {} cannot be processed and goes to its dead letters: {}", topic, cause.toString());
        return inARow.incrementAndGet() <= MOST_IN_A_ROW;
    }
}

package dev.millrace.curation.snapshot;

import dev.millrace.schemas.event.Snapshot;

/** Announces snapshots of one partition's domains. Returns when the event is on the topic, or throws. */
public interface SnapshotPublisher extends AutoCloseable {

    /**
     * Publishes one event.
     *
     * @throws org.apache.kafka.common.errors.ProducerFencedException if another snapshotter owns the partition by now
     */
    void publish(Snapshot snapshot);

    @Override
    void close();

    /** Makes publishers. */
    @FunctionalInterface
    interface Factory {

        /** The publisher of a partition; from now on those made before cannot publish any more, in any process. */
        SnapshotPublisher open(int partition);
    }
}

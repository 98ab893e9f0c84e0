package dev.millrace.curation.snapshot;

import dev.millrace.runtime.kafka.EventProducer;
import dev.millrace.runtime.kafka.KafkaClients;
import dev.millrace.schemas.Keys;
import dev.millrace.schemas.Topics;
import dev.millrace.schemas.event.Snapshot;

/**
 * Publishes with a transactional id of the partition, so that Kafka itself refuses a snapshotter that has lost the
 * partition without knowing it yet.
 */
final class TransactionalPublisher implements SnapshotPublisher {
    private final EventProducer producer;

    private TransactionalPublisher(EventProducer producer) {
        this.producer = producer;
    }

    static Factory factory(KafkaClients kafka) {
        return partition -> {
            String id = "millrace-snapshotter-" + partition;
            return new TransactionalPublisher(kafka.transactionalProducer(id, id));
        };
    }

    @Override
    public void publish(Snapshot snapshot) {
        String key = Keys.inDomain(snapshot.getDomain(), snapshot.getSnapshotId());
        producer.transaction(() -> producer.sendAndWait(Topics.SNAPSHOTS, key, snapshot));
    }

    @Override
    public void close() {
        producer.close();
    }
}

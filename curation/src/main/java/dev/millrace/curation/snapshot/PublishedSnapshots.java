package dev.millrace.curation.snapshot;

import dev.millrace.runtime.kafka.KafkaClients;
import dev.millrace.runtime.kafka.TopicTable;
import dev.millrace.schemas.Topics;
import dev.millrace.schemas.event.Snapshot;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The newest published snapshot of each domain: what the topic says, which is the truth. Thread-safe. */
final class PublishedSnapshots {
    private final Map<String, Snapshot> latest = new ConcurrentHashMap<>();

    /** Reads the topic to its end. */
    void refresh(KafkaClients kafka) {
        try (TopicTable<Snapshot> table = kafka.table(Topics.SNAPSHOTS)) {
            table.refresh().values().values().forEach(this::add);
        }
    }

    void add(Snapshot snapshot) {
        latest.merge(snapshot.getDomain(), snapshot, (a, b) -> a.getSequence() >= b.getSequence() ? a : b);
    }

    Optional<Snapshot> latest(String domain) {
        return Optional.ofNullable(latest.get(domain));
    }
}

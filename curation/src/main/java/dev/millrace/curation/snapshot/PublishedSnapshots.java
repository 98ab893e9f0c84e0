package dev.millrace.curation.snapshot;

import dev.millrace.runtime.kafka.KafkaClients;
import dev.millrace.runtime.kafka.TopicTable;
import dev.millrace.schemas.Topics;
import dev.millrace.schemas.event.Snapshot;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The published snapshots of each domain: what the topic says, which is the truth. Thread-safe. */
final class PublishedSnapshots {
    private final Map<String, Map<String, Snapshot>> byDomain = new ConcurrentHashMap<>();

    /** Reads the topic to its end. */
    void refresh(KafkaClients kafka) {
        try (TopicTable<Snapshot> table = kafka.table(Topics.SNAPSHOTS)) {
            table.refresh().values().values().forEach(this::add);
        }
    }

    void add(Snapshot snapshot) {
        byDomain.computeIfAbsent(snapshot.getDomain(), domain -> new ConcurrentHashMap<>())
                .put(snapshot.getSnapshotId(), snapshot);
    }

    Set<String> domains() {
        return Set.copyOf(byDomain.keySet());
    }

    /** In order of their sequence. */
    List<Snapshot> all(String domain) {
        return snapshots(domain).stream()
                .sorted(Comparator.comparingLong(Snapshot::getSequence))
                .toList();
    }

    Optional<Snapshot> latest(String domain) {
        return snapshots(domain).stream().max(Comparator.comparingLong(Snapshot::getSequence));
    }

    private Collection<Snapshot> snapshots(String domain) {
        return byDomain.getOrDefault(domain, Map.of()).values();
    }
}

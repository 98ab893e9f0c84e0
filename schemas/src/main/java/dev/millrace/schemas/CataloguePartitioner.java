package dev.millrace.schemas;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.apache.kafka.clients.producer.Partitioner;
import org.apache.kafka.common.Cluster;
import org.apache.kafka.common.PartitionInfo;
import org.jspecify.annotations.Nullable;

/**
 * The producers' partitioner: follows the catalogue; a topic outside it is partitioned by the whole key, or at random
 * without one. Thread-safe.
 */
public final class CataloguePartitioner implements Partitioner {

    @Override
    public int partition(
            String topic,
            @Nullable Object key,
            byte @Nullable [] keyBytes,
            @Nullable Object value,
            byte @Nullable [] valueBytes,
            Cluster cluster) {
        List<PartitionInfo> partitions = cluster.partitionsForTopic(topic);
        if (keyBytes == null) {
            return ThreadLocalRandom.current().nextInt(partitions.size());
        }
        return Topics.named(topic)
                .<Partitioning>map(Topic::partitioning)
                .orElse(Partitioning.BY_KEY)
                .partition(new String(keyBytes, StandardCharsets.UTF_8), partitions.size());
    }

    @Override
    public void configure(Map<String, ?> settings) {}

    @Override
    public void close() {}
}

package dev.millrace.cli.look;

import dev.millrace.runtime.kafka.KafkaClients;
import java.time.Duration;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListShareGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.GroupType;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartition;

/**
 * How many offsets topics hold, and how far their readers are behind. A transaction's marker is an offset too, so a reader
 * that has read everything may seem a little behind: a small difference is looked into and only records are counted.
 */
public final class Lag {

    /**
     * One reader of one topic.
     *
     * @param lag records that it has not read yet; offsets where there are many
     */
    public record Reader(String group, String topic, long lag) {}

    private static final long FEW = 100;
    private static final Duration WAIT = Duration.ofMillis(100);

    private final Admin admin;
    private final KafkaClients kafka;

    public Lag(Admin admin, KafkaClients kafka) {
        this.admin = admin;
        this.kafka = kafka;
    }

    /** Offsets between beginning and end by topic; markers of transactions count, what was compacted away too. */
    public Map<String, Long> sizes(Collection<String> topics) throws InterruptedException {
        Map<String, TopicDescription> described =
                get(admin.describeTopics(topics).allTopicNames());
        List<TopicPartition> partitions = described.values().stream()
                .flatMap(topic -> topic.partitions().stream()
                        .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                .toList();
        Map<TopicPartition, Long> begins = offsets(partitions, OffsetSpec.earliest());
        Map<TopicPartition, Long> ends = offsets(partitions, OffsetSpec.latest());
        Map<String, Long> sizes = new LinkedHashMap<>();
        topics.forEach(topic -> sizes.put(topic, 0L));
        ends.forEach((partition, end) ->
                sizes.merge(partition.topic(), end - begins.getOrDefault(partition, 0L), Long::sum));
        return sizes;
    }

    /** Every group with each topic it reads. */
    public List<Reader> readers() throws InterruptedException {
        Map<String, Reader> readers = new TreeMap<>();
        for (GroupListing group : get(admin.listGroups().all())) {
            boolean shared = group.type().filter(GroupType.SHARE::equals).isPresent();
            Map<TopicPartition, Long> behind = shared ? sharedLag(group.groupId()) : groupLag(group.groupId());
            behind.forEach((partition, lag) -> readers.merge(
                    group.groupId() + " " + partition.topic(),
                    new Reader(group.groupId(), partition.topic(), lag),
                    (a, b) -> new Reader(a.group(), a.topic(), a.lag() + b.lag())));
        }
        return List.copyOf(readers.values());
    }

    private Map<TopicPartition, Long> groupLag(String group) throws InterruptedException {
        Map<TopicPartition, Long> positions = new LinkedHashMap<>();
        get(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata())
                .forEach((partition, offset) -> {
                    if (offset != null) {
                        positions.put(partition, offset.offset());
                    }
                });
        Map<TopicPartition, Long> lag = new LinkedHashMap<>();
        offsets(positions.keySet(), OffsetSpec.latest()).forEach((partition, end) -> {
            long position = Objects.requireNonNullElse(positions.get(partition), 0L);
            long behind = end - position;
            lag.put(partition, behind > 0 && behind <= FEW ? records(partition, position) : behind);
        });
        return lag;
    }

    /** Committed records from an offset on. */
    private long records(TopicPartition partition, long from) {
        try (Consumer<byte[], byte[]> consumer = kafka.bytesReader()) {
            consumer.assign(List.of(partition));
            consumer.seek(partition, from);
            long end = consumer.endOffsets(List.of(partition)).getOrDefault(partition, from);
            long records = 0;
            while (consumer.position(partition) < end) {
                records += consumer.poll(WAIT).count();
            }
            return records;
        }
    }

    private Map<TopicPartition, Long> sharedLag(String group) throws InterruptedException {
        Map<TopicPartition, Long> lag = new LinkedHashMap<>();
        get(admin.listShareGroupOffsets(Map.of(group, new ListShareGroupOffsetsSpec()))
                        .partitionsToOffsetInfo(group))
                .forEach((partition, info) -> {
                    if (info != null) {
                        lag.put(partition, info.lag().orElse(0L));
                    }
                });
        return lag;
    }

    private Map<TopicPartition, Long> offsets(Collection<TopicPartition> partitions, OffsetSpec spec)
            throws InterruptedException {
        Map<TopicPartition, OffsetSpec> wanted = new LinkedHashMap<>();
        partitions.forEach(partition -> wanted.put(partition, spec));
        Map<TopicPartition, Long> offsets = new LinkedHashMap<>();
        get(admin.listOffsets(wanted).all()).forEach((partition, result) -> offsets.put(partition, result.offset()));
        return offsets;
    }

    private static <T> T get(KafkaFuture<T> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("Kafka does not say: " + e.getCause(), e);
        }
    }
}

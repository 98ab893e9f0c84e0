package dev.millrace.curation.erasure;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.common.TopicPartition;

/** Whether retention has removed all that was in some topics at a time: the oldest record left is a younger one. */
final class LogStart {
    private final Admin admin;

    LogStart(Admin admin) {
        this.admin = admin;
    }

    /** How many partitions still hold a record that was appended before a time. */
    long partitionsWithOlder(Collection<String> topics, Instant time) throws InterruptedException {
        List<TopicPartition> partitions = partitions(topics);
        Map<TopicPartition, Long> firstYounger = offsets(partitions, OffsetSpec.forTimestamp(time.toEpochMilli()));
        Map<TopicPartition, Long> starts = offsets(partitions, OffsetSpec.earliest());
        Map<TopicPartition, Long> ends = offsets(partitions, OffsetSpec.latest());
        return partitions.stream()
                .filter(partition -> {
                    long younger = firstYounger.get(partition);
                    return starts.get(partition) < (younger < 0 ? ends.get(partition) : younger);
                })
                .count();
    }

    private List<TopicPartition> partitions(Collection<String> topics) throws InterruptedException {
        return get(admin.describeTopics(topics).allTopicNames()).values().stream()
                .flatMap(topic -> topic.partitions().stream()
                        .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                .toList();
    }

    private Map<TopicPartition, Long> offsets(List<TopicPartition> partitions, OffsetSpec which)
            throws InterruptedException {
        Map<TopicPartition, OffsetSpec> asked = new HashMap<>();
        partitions.forEach(partition -> asked.put(partition, which));
        Map<TopicPartition, Long> offsets = new HashMap<>();
        Map<TopicPartition, ListOffsetsResultInfo> answers =
                get(admin.listOffsets(asked).all());
        answers.forEach((partition, answer) -> offsets.put(partition, answer.offset()));
        return offsets;
    }

    private static <T> T get(org.apache.kafka.common.KafkaFuture<T> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new org.apache.kafka.common.KafkaException("Kafka cannot be asked for its offsets", e.getCause());
        }
    }
}

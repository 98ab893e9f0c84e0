package dev.millrace.runtime.kafka;

import java.time.Instant;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * One decoded record.
 *
 * @param value null for a tombstone
 * @param timestamp Kafka's, never the vendor's
 */
public record Event<V>(
        String topic,
        int partition,
        long offset,
        Instant timestamp,
        String key,
        @Nullable V value) {

    public TopicPartition topicPartition() {
        return new TopicPartition(topic, partition);
    }
}

package dev.millrace.trainer.queue;

import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/** One record that the queue gave to this worker. */
public record Delivery(ConsumerRecord<byte[], byte[]> job) {

    /** How often the queue has given this record to a worker, this time included. */
    public int count() {
        return job.deliveryCount().orElse((short) 1);
    }

    boolean isOf(ConsumerRecord<byte[], byte[]> other) {
        return job.offset() == other.offset()
                && new TopicPartition(job.topic(), job.partition())
                        .equals(new TopicPartition(other.topic(), other.partition()));
    }

    @Override
    public String toString() {
        return "%s-%d@%d, delivery %d".formatted(job.topic(), job.partition(), job.offset(), count());
    }
}

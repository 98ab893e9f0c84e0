package dev.millrace.bench;

import dev.millrace.runtime.service.ServiceContext;
import dev.millrace.schemas.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads topics from their beginning under read_committed, undecoded, in a thread of its own, and tells of each key as soon as it is readable.
 * The caller starts and closes it.
 */
final class CommittedRecords implements AutoCloseable {
    private static final Duration POLL = Duration.ofMillis(100);

    private final Thread thread;
    private volatile boolean closed;

    /** @param readable is told of each record in the reading thread */
    CommittedRecords(ServiceContext context, List<Topic<?>> topics, Consumer<String> readable) {
        thread = new Thread(() -> read(context, topics, readable), "committed-records");
    }

    void start() {
        thread.start();
    }

    private void read(ServiceContext context, List<Topic<?>> topics, Consumer<String> readable) {
        try (org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> reader =
                context.kafka().bytesReader()) {
            List<TopicPartition> partitions = topics.stream()
                    .flatMap(topic -> reader.partitionsFor(topic.name()).stream())
                    .map(found -> new TopicPartition(found.topic(), found.partition()))
                    .toList();
            reader.assign(partitions);
            reader.seekToBeginning(partitions);
            while (!closed) {
                for (ConsumerRecord<byte[], byte[]> record : reader.poll(POLL)) {
                    readable.accept(new String(record.key(), StandardCharsets.UTF_8));
                }
            }
        }
    }

    @Override
    public void close() {
        closed = true;
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package dev.millrace.curation.erasure;

import dev.millrace.runtime.kafka.KafkaClients;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads logs as they lie there, for what is left of people: replaced values that no cleaner has removed yet, and what an
 * aborted transaction wrote, are found too. Reads the topics whole. For one thread; whoever made it closes it.
 */
final class LogSearch implements AutoCloseable {
    private static final Duration WAIT = Duration.ofMillis(200);

    private final org.apache.kafka.clients.consumer.Consumer<byte[], byte[]> consumer;

    LogSearch(KafkaClients kafka) {
        this.consumer = kafka.rawReader();
    }

    /**
     * Looks through topics.
     *
     * @param found is given each record in which one of the people is named
     */
    Traces search(Collection<String> topics, Set<String> people, Consumer<ConsumerRecord<byte[], byte[]>> found) {
        Traces traces = new Traces(people);
        List<TopicPartition> partitions = partitions(topics);
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(WAIT)) {
                if (isNamedIn(record, traces)) {
                    found.accept(record);
                }
            }
        }
        return traces;
    }

    private List<TopicPartition> partitions(Collection<String> topics) {
        List<TopicPartition> partitions = new ArrayList<>();
        for (String topic : topics) {
            consumer.partitionsFor(topic)
                    .forEach(partition -> partitions.add(new TopicPartition(topic, partition.partition())));
        }
        return partitions;
    }

    /** A tombstone takes something back, and holds nothing itself. */
    private static boolean isNamedIn(ConsumerRecord<byte[], byte[]> record, Traces traces) {
        if (record.value() == null) {
            return false;
        }
        byte[] key = record.key() == null ? new byte[0] : record.key();
        String name = record.topic() + " " + new String(key, StandardCharsets.ISO_8859_1);
        boolean inValue = traces.look(name, record.value());
        boolean inKey = traces.look(name, key);
        return inValue || inKey;
    }

    @Override
    public void close() {
        consumer.close();
    }
}

package dev.millrace.curation.erasure;

import dev.millrace.curation.topology.StoreDomains;
import dev.millrace.runtime.kafka.KafkaClients;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;

/**
 * Reads logs as they lie there, for what is left of people: replaced values that no cleaner has removed yet, and what an
 * aborted transaction wrote, are found too. Reads the topics whole. For one thread; whoever made it closes it.
 */
final class LogSearch implements AutoCloseable {
    private static final Duration WAIT = Duration.ofMillis(200);

    /** Hears of what was found. */
    @FunctionalInterface
    interface Hit {
        void found(ConsumerRecord<byte[], byte[]> record, Set<String> people);
    }

    private final Consumer<byte[], byte[]> consumer;

    LogSearch(KafkaClients kafka) {
        this.consumer = kafka.rawReader();
    }

    /**
     * Looks through topics.
     *
     * @param hit is given each record in which some of the people are named
     */
    Traces search(Collection<String> topics, Set<String> people, Hit hit) {
        Traces traces = new Traces(people);
        List<TopicPartition> partitions = partitions(topics);
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(WAIT)) {
                Set<String> named = namedIn(record, traces);
                if (!named.isEmpty()) {
                    hit.found(record, named);
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
    private static Set<String> namedIn(ConsumerRecord<byte[], byte[]> record, Traces traces) {
        if (record.value() == null) {
            return Set.of();
        }
        byte[] key = record.key() == null ? new byte[0] : record.key();
        String text = new String(key, StandardCharsets.UTF_8);
        String domain = StoreDomains.inChangelog(record.topic(), text);
        return traces.look(domain, record.topic() + " " + text, record.value(), key);
    }

    @Override
    public void close() {
        consumer.close();
    }
}

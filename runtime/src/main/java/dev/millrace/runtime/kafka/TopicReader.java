package dev.millrace.runtime.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads the whole of a topic without a group: from its beginning to its end, then further from there. Only committed
 * events are seen; what cannot be decoded is skipped with a warning. For one thread; whoever made it closes it.
 */
public final class TopicReader<V extends SpecificRecord> implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(TopicReader.class);
    private static final Duration WAIT = Duration.ofMillis(100);

    private final Consumer<byte[], byte[]> consumer;
    private final EventDecoder<V> decoder;
    private final List<TopicPartition> partitions;

    TopicReader(String topic, Consumer<byte[], byte[]> consumer, EventDecoder<V> decoder) {
        this.consumer = consumer;
        this.decoder = decoder;
        this.partitions = consumer.partitionsFor(topic).stream()
                .map(partition -> new TopicPartition(topic, partition.partition()))
                .toList();
        consumer.assign(partitions);
        consumer.seekToBeginning(partitions);
    }

    /** Goes on only from what is published from now on. */
    public TopicReader<V> skipToEnd() {
        consumer.seekToEnd(partitions);
        partitions.forEach(consumer::position);
        return this;
    }

    /** Leaves out all but the last offsets of each partition. */
    public TopicReader<V> skipToLast(long offsets) {
        Map<TopicPartition, Long> begins = consumer.beginningOffsets(partitions);
        consumer.endOffsets(partitions)
                .forEach((partition, end) ->
                        consumer.seek(partition, Math.max(begins.getOrDefault(partition, 0L), end - offsets)));
        return this;
    }

    /** The first offset of each partition that is still there. */
    public Map<TopicPartition, Long> begins() {
        return consumer.beginningOffsets(partitions);
    }

    /** Reads on to what is the end now; in order within each partition. */
    public void readToEnd(java.util.function.Consumer<Event<V>> sink) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
        while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            poll(WAIT, sink);
        }
    }

    /** Waits for further events at most so long. */
    public void poll(Duration wait, java.util.function.Consumer<Event<V>> sink) {
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(wait)) {
            try {
                sink.accept(decoder.decode(record));
            } catch (SerializationException e) {
                LOG.warn(
                        "skipped {}-{} offset {}: {}",
                        record.topic(),
                        record.partition(),
                        record.offset(),
                        e.toString());
            }
        }
    }

    @Override
    public void close() {
        consumer.close();
        decoder.close();
    }
}

package dev.millrace.runtime.kafka;

import dev.millrace.schemas.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SerializationException;

/**
 * Reads one topic's committed events in a consumer group, from its beginning the first time. What cannot be decoded, or makes no sense,
 * goes to the topic's dead letters and is skipped. Offsets are committed only when asked. For one thread, except
 * {@link #wakeup()}; whoever made it closes it.
 */
public final class EventConsumer<V extends SpecificRecord> implements AutoCloseable {

    private final Topic<V> topic;
    private final Consumer<byte[], byte[]> consumer;
    private final EventDecoder<V> decoder;
    private final DeadLetters deadLetters;
    private final AutoCloseable metrics;
    private java.util.function.Consumer<Event<V>> check = event -> {};

    EventConsumer(
            Topic<V> topic,
            Consumer<byte[], byte[]> consumer,
            EventDecoder<V> decoder,
            DeadLetters deadLetters,
            AutoCloseable metrics) {
        this.topic = topic;
        this.consumer = consumer;
        this.decoder = decoder;
        this.deadLetters = deadLetters;
        this.metrics = metrics;
    }

    /** Has events that this check throws {@link IllegalArgumentException} at treated like what cannot be decoded. */
    public EventConsumer<V> checking(java.util.function.Consumer<Event<V>> sense) {
        check = sense;
        return this;
    }

    /** Joins the group. */
    public EventConsumer<V> subscribe() {
        consumer.subscribe(List.of(topic.name()));
        return this;
    }

    /** Joins the group and hears of partitions that come and go. */
    public EventConsumer<V> subscribe(ConsumerRebalanceListener listener) {
        consumer.subscribe(List.of(topic.name()), listener);
        return this;
    }

    /** Waits for events at most so long. */
    public List<Event<V>> poll(Duration wait) {
        List<Event<V>> events = new ArrayList<>();
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(wait)) {
            try {
                Event<V> event = decoder.decode(record);
                check.accept(event);
                events.add(event);
                deadLetters.processed();
            } catch (SerializationException | IllegalArgumentException e) {
                deadLetters.publish(record, e);
            }
        }
        return events;
    }

    /** Commits everything that {@link #poll} has given out. */
    public void commit() {
        consumer.commitSync();
    }

    /** Where to go on after an event, for a transaction's {@code sendOffsets}. */
    public static Map<TopicPartition, OffsetAndMetadata> after(Event<?> event) {
        return Map.of(event.topicPartition(), new OffsetAndMetadata(event.offset() + 1));
    }

    /** Ends a poll in another thread with a {@code WakeupException}. */
    public void wakeup() {
        consumer.wakeup();
    }

    /** The client itself, for seeks, positions and group metadata. */
    public Consumer<byte[], byte[]> client() {
        return consumer;
    }

    @Override
    public void close() {
        consumer.close();
        decoder.close();
        deadLetters.close();
        Closing.quietly(metrics);
    }
}

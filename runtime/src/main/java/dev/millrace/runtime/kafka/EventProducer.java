package dev.millrace.runtime.kafka;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import dev.millrace.schemas.EventSerdes;
import dev.millrace.schemas.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Sends events to the catalogue's topics: idempotent, acknowledged by all replicas, partitioned as the catalogue says.
 * Thread-safe, except that one thread at a time may run a transaction. Whoever made it closes it.
 */
public final class EventProducer implements AutoCloseable {

    private static final Duration CLOSE = Duration.ofSeconds(10);
    private static final int MOST_COMMITS = 6;

    private final Producer<byte[], byte[]> producer;
    private final EventSerdes serdes;
    private final AutoCloseable metrics;
    private final Map<String, Serializer<?>> serializers = new ConcurrentHashMap<>();

    EventProducer(Producer<byte[], byte[]> producer, EventSerdes serdes, AutoCloseable metrics) {
        this.producer = producer;
        this.serdes = serdes;
        this.metrics = metrics;
    }

    /**
     * Sends without waiting; a null value is a tombstone. Within a transaction the result may be ignored: the commit fails
     * if a send did.
     *
     * @throws KafkaException at once if the producer does not take the record, as when no broker has told it
     *     for too long where the topic is
     */
    @CanIgnoreReturnValue
    public <V extends SpecificRecord> Future<RecordMetadata> send(Topic<V> topic, String key, @Nullable V value) {
        return taken(producer.send(record(topic, key, value)));
    }

    /** Each refused record has cost its full wait, so the first one must end the loop that it is sent in. */
    private static Future<RecordMetadata> taken(Future<RecordMetadata> sent) {
        if (sent.isDone()) {
            await(sent);
        }
        return sent;
    }

    /** Sends and waits for the acknowledgement. */
    @CanIgnoreReturnValue
    public <V extends SpecificRecord> RecordMetadata sendAndWait(Topic<V> topic, String key, @Nullable V value) {
        return await(send(topic, key, value));
    }

    /** Sends bytes as they are, such as a dead letter. */
    public Future<RecordMetadata> sendBytes(ProducerRecord<byte[], byte[]> record) {
        return taken(producer.send(record));
    }

    /** Sends an event of a catalogue's topic to the dead letters of that topic, as coming from there. */
    @CanIgnoreReturnValue
    public <V extends SpecificRecord> Future<RecordMetadata> sendDeadLetter(
            Topic<V> topic, Event<V> event, String service, Throwable cause) {
        ProducerRecord<byte[], byte[]> record = record(topic, event.key(), event.value());
        return sendBytes(DeadLetter.of(
                topic.name(),
                event.partition(),
                event.offset(),
                event.timestamp().toEpochMilli(),
                record.key(),
                record.value(),
                record.headers(),
                service,
                cause));
    }

    /**
     * Runs work whose sends become visible together, or not at all when it throws.
     *
     * @throws ProducerFencedException if another producer of the same transactional id
     *     has started since
     */
    public void transaction(Runnable work) {
        transaction(work, 1);
    }

    /**
     * The same for work that can wait a minute: a commit that gets no answer is neither done nor undone, so it is asked for
     * again.
     */
    public void patientTransaction(Runnable work) {
        transaction(work, MOST_COMMITS);
    }

    private void transaction(Runnable work, int mostCommits) {
        producer.beginTransaction();
        try {
            work.run();
            commit(mostCommits);
        } catch (RuntimeException e) {
            throw aborted(e);
        }
    }

    private void commit(int most) {
        for (int tries = 1; ; tries++) {
            try {
                producer.commitTransaction();
                return;
            } catch (TimeoutException e) {
                if (tries == most) {
                    throw e;
                }
            }
        }
    }

    /** A fenced producer is always told by a ProducerFencedException; what else goes wrong while aborting is suppressed. */
    private RuntimeException aborted(RuntimeException cause) {
        if (cause instanceof ProducerFencedException) {
            return cause;
        }
        try {
            producer.abortTransaction();
            return cause;
        } catch (ProducerFencedException fenced) {
            fenced.addSuppressed(cause);
            return fenced;
        } catch (KafkaException | IllegalStateException e) {
            cause.addSuppressed(e);
            return cause;
        }
    }

    /** Within a transaction: commits a consumer's offsets together with what was sent. */
    public void sendOffsets(Map<TopicPartition, OffsetAndMetadata> offsets, ConsumerGroupMetadata group) {
        producer.sendOffsetsToTransaction(offsets, group);
    }

    /** Waits until everything sent so far is acknowledged or has failed. */
    public void flush() {
        producer.flush();
    }

    /** Waits for an acknowledgement; gives Kafka's own exception where there is none. */
    @CanIgnoreReturnValue
    public static RecordMetadata await(Future<RecordMetadata> sent) {
        try {
            return sent.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof KafkaException cause ? cause : new KafkaException(e.getCause());
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    @SuppressWarnings("unchecked")
    private <V extends SpecificRecord> ProducerRecord<byte[], byte[]> record(
            Topic<V> topic, String key, @Nullable V value) {
        Serializer<V> serializer =
                (Serializer<V>) serializers.computeIfAbsent(topic.name(), name -> serdes.serializer(topic));
        Headers headers = new RecordHeaders();
        byte @Nullable [] bytes = value == null ? null : serializer.serialize(topic.name(), headers, value);
        return new ProducerRecord<>(topic.name(), null, key.getBytes(StandardCharsets.UTF_8), bytes, headers);
    }

    @Override
    public void close() {
        producer.close(CLOSE);
        Closing.quietly(metrics);
        serializers.values().forEach(Serializer::close);
    }
}

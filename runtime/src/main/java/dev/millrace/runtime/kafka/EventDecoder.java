package dev.millrace.runtime.kafka;

import dev.millrace.schemas.EventSerdes;
import dev.millrace.schemas.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Turns a topic's records into events. For one thread; whoever made it closes it. */
public final class EventDecoder<V extends SpecificRecord> implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(EventDecoder.class);
    private static final int TRIES = 30;
    private static final long PAUSE_MILLIS = 1_000;

    private final Deserializer<V> deserializer;

    EventDecoder(EventSerdes serdes, Topic<V> topic) {
        this.deserializer = serdes.deserializer(topic);
    }

    /**
     * Reads key and value. While the registry does not answer, it is asked again for half a minute.
     *
     * @throws SerializationException for a record that is not one of the topic's
     * @throws KafkaException if the registry stays away: that is no fault of the record's
     */
    public Event<V> decode(ConsumerRecord<byte[], byte[]> record) {
        if (record.key() == null) {
            throw new SerializationException("a record without a key; expected a UTF-8 key");
        }
        return new Event<>(
                record.topic(),
                record.partition(),
                record.offset(),
                Instant.ofEpochMilli(record.timestamp()),
                new String(record.key(), StandardCharsets.UTF_8),
                value(record));
    }

    private @Nullable V value(ConsumerRecord<byte[], byte[]> record) {
        for (int tries = 1; ; tries++) {
            try {
                return deserializer.deserialize(record.topic(), record.headers(), record.value());
            } catch (SerializationException e) {
                if (!Outage.isBehind(e)) {
                    throw e;
                }
                if (tries == TRIES) {
                    throw new KafkaException("the schema registry does not answer: " + e.getMessage(), e);
                }
                LOG.warn("the schema registry does not answer; asking again ({})", e.getMessage());
                pause();
            }
        }
    }

    private static void pause() {
        try {
            Thread.sleep(PAUSE_MILLIS);
        } catch (InterruptedException e) {
            throw new InterruptException(e);
        }
    }

    @Override
    public void close() {
        deserializer.close();
    }
}

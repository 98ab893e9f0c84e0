package dev.millrace.runtime.kafka;

import dev.millrace.schemas.EventSerdes;
import dev.millrace.schemas.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;

/** Turns a topic's records into events. For one thread; whoever made it closes it. */
public final class EventDecoder<V extends SpecificRecord> implements AutoCloseable {

    private final Deserializer<V> deserializer;

    EventDecoder(EventSerdes serdes, Topic<V> topic) {
        this.deserializer = serdes.deserializer(topic);
    }

    /**
     * Reads key and value.
     *
     * @throws SerializationException for a record that is not one of the topic's
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
                deserializer.deserialize(record.topic(), record.headers(), record.value()));
    }

    @Override
    public void close() {
        deserializer.close();
    }
}

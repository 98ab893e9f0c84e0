package dev.millrace.schemas;

import io.confluent.kafka.serializers.KafkaAvroDeserializer;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import java.util.HashMap;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Makes the serdes of the catalogue's topics: Avro in Confluent's wire format, schemas looked up in the registry and
 * never registered from here.
 *
 * <p>Each call makes a new serde, which its user closes. Serializers add CloudEvents binary headers for readers outside
 * Millrace.
 */
public final class EventSerdes {
    private final Map<String, Object> settings;

    /**
     * @param registryUrl Confluent-compatible API of the schema registry
     * @param properties further settings of the registry client, such as credentials
     */
    public EventSerdes(String registryUrl, Map<String, String> properties) {
        TrustedEvents.allow();
        settings = new HashMap<>(properties);
        settings.put("schema.registry.url", registryUrl);
        settings.put("auto.register.schemas", false);
        settings.put("specific.avro.reader", true);
        settings.put("avro.use.logical.type.converters", true);
    }

    /** Serializer of a topic's values. */
    public <V extends SpecificRecord> Serializer<V> serializer(Topic<V> topic) {
        Serializer<V> serializer = new CloudEventSerializer<>(uncheckedSerializer());
        serializer.configure(settings, false);
        return serializer;
    }

    /** Deserializer of a topic's values; throws a {@code SerializationException} for what it cannot read. */
    public <V extends SpecificRecord> Deserializer<V> deserializer(Topic<V> topic) {
        Deserializer<V> deserializer = new CheckedDeserializer<>(new KafkaAvroDeserializer(), topic.value());
        deserializer.configure(settings, false);
        return deserializer;
    }

    /**
     * Deserializer of what others have written with schemas of their own, as generic records; logical types stay as they
     * are on the wire.
     */
    public Deserializer<Object> foreignDeserializer() {
        Map<String, Object> generic = new HashMap<>(settings);
        generic.put("specific.avro.reader", false);
        generic.put("avro.use.logical.type.converters", false);
        Deserializer<Object> deserializer = new CheckedDeserializer<>(new KafkaAvroDeserializer(), Object.class);
        deserializer.configure(generic, false);
        return deserializer;
    }

    /** Both in one, for Kafka Streams. */
    public <V extends SpecificRecord> Serde<V> serde(Topic<V> topic) {
        return Serdes.serdeFrom(serializer(topic), deserializer(topic));
    }

    @SuppressWarnings("unchecked")
    private static <V> Serializer<V> uncheckedSerializer() {
        return (Serializer<V>) new KafkaAvroSerializer();
    }
}

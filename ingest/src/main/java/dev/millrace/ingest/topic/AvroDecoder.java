package dev.millrace.ingest.topic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.millrace.runtime.kafka.Outage;
import org.apache.avro.generic.GenericContainer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** Avro in Confluent's wire format, of whatever schema the registry has for it. */
final class AvroDecoder implements ValueDecoder {
    private final Deserializer<Object> deserializer;

    /** @param deserializer of generic records; closed with this */
    AvroDecoder(Deserializer<Object> deserializer) {
        this.deserializer = deserializer;
    }

    @Override
    public JsonNode decode(String topic, byte[] value) throws UnmappableException {
        try {
            return tree(deserializer.deserialize(topic, value));
        } catch (SerializationException e) {
            if (Outage.isBehind(e)) {
                throw new KafkaException("the schema registry does not answer: " + e.getMessage(), e);
            }
            throw new UnmappableException(
                    "the value cannot be read as Avro of a schema in the registry: " + e.getMessage());
        } catch (StackOverflowError e) {
            throw new UnmappableException("the value is nested deeper than is taken");
        }
    }

    /** A record; or as a key may be, a text or a number. */
    private static JsonNode tree(@Nullable Object read) throws UnmappableException {
        if (read instanceof GenericContainer record) {
            return AvroTree.of(record, record.getSchema());
        }
        if (read instanceof CharSequence || read instanceof Number) {
            return TextNode.valueOf(read.toString());
        }
        throw new UnmappableException("the value is no Avro record");
    }

    @Override
    public void close() {
        deserializer.close();
    }
}

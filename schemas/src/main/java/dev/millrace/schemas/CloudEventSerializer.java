package dev.millrace.schemas;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Map;
import java.util.UUID;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Adds the headers of CloudEvents 1.0 in binary mode to what another serializer writes.
 *
 * <p>For readers outside Millrace: nothing in Millrace depends on headers. The id is a hash of the content, so that a
 * record sent twice has the same one. Source: CloudEvents Kafka protocol binding 1.0.
 */
final class CloudEventSerializer<V extends SpecificRecord> implements Serializer<V> {
    private final Serializer<V> serializer;

    CloudEventSerializer(Serializer<V> serializer) {
        this.serializer = serializer;
    }

    @Override
    public void configure(Map<String, ?> settings, boolean isKey) {
        serializer.configure(settings, isKey);
    }

    @Override
    public byte @Nullable [] serialize(String topic, @Nullable V value) {
        return serializer.serialize(topic, value);
    }

    @Override
    public byte @Nullable [] serialize(String topic, Headers headers, @Nullable V value) {
        byte[] bytes = serializer.serialize(topic, headers, value);
        if (value != null && bytes != null) {
            set(headers, "ce_specversion", "1.0");
            set(headers, "ce_id", UUID.nameUUIDFromBytes(bytes).toString());
            set(headers, "ce_source", "/millrace/" + topic);
            set(headers, "ce_type", value.getSchema().getFullName());
            set(headers, "content-type", "application/avro");
        }
        return bytes;
    }

    private static void set(Headers headers, String name, String text) {
        headers.remove(name);
        headers.add(name, text.getBytes(UTF_8));
    }

    @Override
    public void close() {
        serializer.close();
    }
}

package dev.millrace.schemas;

import java.util.Map;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;

/** Refuses a value that was read well but is not of the topic's type, and anything else the reader throws, alike. */
final class CheckedDeserializer<V> implements Deserializer<V> {
    private final Deserializer<?> deserializer;
    private final Class<V> type;

    CheckedDeserializer(Deserializer<?> deserializer, Class<V> type) {
        this.deserializer = deserializer;
        this.type = type;
    }

    @Override
    public void configure(Map<String, ?> settings, boolean isKey) {
        deserializer.configure(settings, isKey);
    }

    @Override
    public @Nullable V deserialize(String topic, byte @Nullable [] bytes) {
        return checked(topic, () -> deserializer.deserialize(topic, bytes));
    }

    @Override
    public @Nullable V deserialize(String topic, Headers headers, byte @Nullable [] bytes) {
        return checked(topic, () -> deserializer.deserialize(topic, headers, bytes));
    }

    private @Nullable V checked(String topic, java.util.function.Supplier<@Nullable Object> read) {
        Object value = read(topic, read);
        if (value != null && !type.isInstance(value)) {
            throw new SerializationException(
                    topic + " holds a " + value.getClass().getName() + "; expected " + type.getName());
        }
        return type.cast(value);
    }

    private static @Nullable Object read(String topic, java.util.function.Supplier<@Nullable Object> read) {
        try {
            return read.get();
        } catch (SerializationException e) {
            throw e;
        } catch (RuntimeException e) {
            throw new SerializationException(topic + " holds a value that cannot be decoded: " + e.getMessage(), e);
        }
    }

    @Override
    public void close() {
        deserializer.close();
    }
}

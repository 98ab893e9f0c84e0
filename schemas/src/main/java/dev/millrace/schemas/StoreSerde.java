package dev.millrace.schemas;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.apache.avro.message.BinaryMessageDecoder;
import org.apache.avro.message.BinaryMessageEncoder;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Deserializer;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * Serde of state stores and internal topics: Avro's single-object encoding, which needs no registry.
 *
 * <p>Thread-safe; nothing to close. Source: Avro specification, "Single-object encoding".
 */
public final class StoreSerde<V extends SpecificRecord> implements Serde<V> {
    private final BinaryMessageEncoder<V> encoder;
    private final BinaryMessageDecoder<V> decoder;
    private final String type;

    public StoreSerde(Class<V> type) {
        TrustedEvents.allow();
        SpecificData data = SpecificData.getForClass(type);
        this.type = type.getSimpleName();
        this.encoder = new BinaryMessageEncoder<>(data, data.getSchema(type));
        this.decoder = new BinaryMessageDecoder<>(data, data.getSchema(type));
    }

    @Override
    public Serializer<V> serializer() {
        return (topic, value) -> encode(value);
    }

    @Override
    public Deserializer<V> deserializer() {
        return (topic, bytes) -> decode(bytes);
    }

    /** The bytes of a value; null for null. */
    public byte @Nullable [] encode(@Nullable V value) {
        if (value == null) {
            return null;
        }
        try {
            ByteBuffer buffer = encoder.encode(value);
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The value of bytes; null for null. */
    public @Nullable V decode(byte @Nullable [] bytes) {
        if (bytes == null) {
            return null;
        }
        try {
            return decoder.decode(ByteBuffer.wrap(bytes));
        } catch (IOException | RuntimeException e) {
            throw new SerializationException(
                    "a stored " + type + " of " + bytes.length + " bytes cannot be decoded: " + e.getMessage(), e);
        }
    }
}

package dev.millrace.ingest.topic;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.nio.charset.StandardCharsets;

/** Reads the values of another system's topic as JSON trees, whatever they are written in. For one thread. */
interface ValueDecoder extends AutoCloseable {

    /**
     * The value; JSON null where it says that there is none.
     *
     * @throws UnmappableException if the bytes are not what they should be
     * @throws org.apache.kafka.common.KafkaException if they cannot be read now, which is no fault of theirs
     */
    JsonNode decode(String topic, byte[] value) throws UnmappableException;

    /** A record's key: in the form of the values where it looks like it, otherwise as text. */
    default JsonNode decodeKey(String topic, byte[] key) {
        boolean encoded = key.length > 0 && (key[0] == 0 || key[0] == '{' || key[0] == '"');
        try {
            return encoded ? decode(topic, key) : text(key);
        } catch (UnmappableException e) {
            return text(key);
        }
    }

    private static JsonNode text(byte[] key) {
        return TextNode.valueOf(new String(key, StandardCharsets.UTF_8));
    }

    @Override
    void close();
}

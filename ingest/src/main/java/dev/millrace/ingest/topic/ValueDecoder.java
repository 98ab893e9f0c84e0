package dev.millrace.ingest.topic;

import com.fasterxml.jackson.databind.JsonNode;

/** Reads the values of another system's topic as JSON trees, whatever they are written in. For one thread. */
interface ValueDecoder extends AutoCloseable {

    /**
     * The value; JSON null where it says that there is none.
     *
     * @throws UnmappableException if the bytes are not what they should be
     * @throws org.apache.kafka.common.KafkaException if they cannot be read now, which is no fault of theirs
     */
    JsonNode decode(String topic, byte[] value) throws UnmappableException;

    @Override
    void close();
}

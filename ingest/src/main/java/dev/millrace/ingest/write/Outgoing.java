package dev.millrace.ingest.write;

import dev.millrace.runtime.kafka.EventProducer;
import dev.millrace.schemas.Topic;
import org.apache.avro.specific.SpecificRecord;

/** An event on its way to its topic. */
public record Outgoing<V extends SpecificRecord>(Topic<V> topic, String key, V value) {

    void sendBy(EventProducer producer) {
        producer.send(topic, key, value);
    }
}

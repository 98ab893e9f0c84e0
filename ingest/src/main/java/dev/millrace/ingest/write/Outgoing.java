package dev.millrace.ingest.write;

import dev.millrace.runtime.kafka.EventProducer;
import dev.millrace.runtime.privacy.ErasedSubjects;
import dev.millrace.schemas.Topic;
import dev.millrace.schemas.event.ChatEvent;
import dev.millrace.schemas.event.TicketEvent;
import org.apache.avro.specific.SpecificRecord;

/** An event on its way to its topic. */
public record Outgoing<V extends SpecificRecord>(Topic<V> topic, String key, V value) {

    /** Whether it tells of somebody who is to be forgotten. */
    boolean isOf(ErasedSubjects erased) {
        if (value instanceof TicketEvent ticket) {
            return erased.covers(ticket.getDomain(), ticket.getSubject(), ticket.getAliases());
        }
        return value instanceof ChatEvent chat && erased.covers(chat.getDomain(), chat.getSubject(), chat.getAliases());
    }

    void sendBy(EventProducer producer) {
        producer.send(topic, key, value);
    }
}

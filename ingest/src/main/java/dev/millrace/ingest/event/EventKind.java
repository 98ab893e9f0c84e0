package dev.millrace.ingest.event;

import dev.millrace.schemas.Keys;
import dev.millrace.schemas.Topic;
import dev.millrace.schemas.Topics;
import dev.millrace.schemas.event.ChatEvent;
import dev.millrace.schemas.event.TicketEvent;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/**
 * Tickets or chats: the topic, the names of its fields, and how an event of it is put together.
 *
 * <p>The types of an event follow from the schema: the branch {@code TicketOpened} of the field {@code event} is the
 * type {@code opened}.
 */
public final class EventKind<V extends SpecificRecord> {

    public static final EventKind<TicketEvent> TICKETS = new EventKind<>(
            Topics.TICKETS,
            "Ticket",
            (draft, origin, customer, receivedAt) -> new TicketEvent(
                    Keys.boundedId(draft.eventId()),
                    origin.domain(),
                    origin.source(),
                    customer.pseudonym(),
                    draft.subject() != null,
                    customer.aliases(),
                    Keys.boundedId(draft.conversationId()),
                    draft.occurredAt(),
                    receivedAt,
                    draft.change()));

    public static final EventKind<ChatEvent> CHATS = new EventKind<>(
            Topics.CHATS,
            "Chat",
            (draft, origin, customer, receivedAt) -> new ChatEvent(
                    Keys.boundedId(draft.eventId()),
                    origin.domain(),
                    origin.source(),
                    customer.pseudonym(),
                    draft.subject() != null,
                    customer.aliases(),
                    Keys.boundedId(draft.conversationId()),
                    draft.occurredAt(),
                    receivedAt,
                    draft.change()));

    private final Topic<V> topic;
    private final String idField;
    private final Map<String, Schema> types = new LinkedHashMap<>();
    private final Envelope<V> envelope;

    private EventKind(Topic<V> topic, String prefix, Envelope<V> envelope) {
        this.topic = topic;
        this.idField = prefix.toLowerCase(Locale.ROOT) + "Id";
        this.envelope = envelope;
        for (Schema branch : topic.schema().getField("event").schema().getTypes()) {
            types.put(branch.getName().substring(prefix.length()).toLowerCase(Locale.ROOT), branch);
        }
    }

    public Topic<V> topic() {
        return topic;
    }

    /** Name of the field that holds the ticket or chat id. */
    public String idField() {
        return idField;
    }

    /** Schema of each type of event, in the schema's order. */
    public Map<String, Schema> types() {
        return types;
    }

    V build(EventDraft draft, Origin origin, Customer customer, Instant receivedAt) {
        return envelope.around(draft, origin, customer, receivedAt);
    }

    private interface Envelope<V> {
        V around(EventDraft draft, Origin origin, Customer customer, Instant receivedAt);
    }
}

package dev.millrace.ingest.event;

import java.time.Instant;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * What a source says about one event, before it is judged.
 *
 * @param eventId the vendor's id of the event
 * @param conversationId the vendor's ticket or chat id
 * @param subject the vendor's id of the customer, null where the source names none; never written anywhere
 * @param aliases what else the customer is known by, such as an e-mail address; never written anywhere
 * @param occurredAt the vendor's time
 * @param change what happened: one branch of the field {@code event}
 */
public record EventDraft(
        String eventId,
        String conversationId,
        @Nullable String subject,
        List<String> aliases,
        Instant occurredAt,
        SpecificRecord change) {

    public EventDraft {
        aliases = List.copyOf(aliases);
    }

    /** Of a customer who is known by nothing but the subject. */
    public EventDraft(
            String eventId,
            String conversationId,
            @Nullable String subject,
            Instant occurredAt,
            SpecificRecord change) {
        this(eventId, conversationId, subject, List.of(), occurredAt, change);
    }
}

package dev.millrace.ingest.event;

import java.time.Instant;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * What a source says about one event, before it is judged.
 *
 * @param eventId the vendor's id of the event
 * @param conversationId the vendor's ticket or chat id
 * @param subject the vendor's id of the customer, null where the source names none; never written anywhere
 * @param occurredAt the vendor's time
 * @param change what happened: one branch of the field {@code event}
 */
public record EventDraft(
        String eventId, String conversationId, @Nullable String subject, Instant occurredAt, SpecificRecord change) {}

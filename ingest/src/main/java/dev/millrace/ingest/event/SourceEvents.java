package dev.millrace.ingest.event;

import dev.millrace.schemas.Keys;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.function.UnaryOperator;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificRecord;

/**
 * Builds the events of one origin: domain and source from the installation, the customer as a pseudonym, the time of
 * arrival. Expects drafts that {@link DraftRules} has no problem with. Thread-safe.
 */
public final class SourceEvents {
    private final Origin origin;
    private final UnaryOperator<String> pseudonym;
    private final Clock clock;

    /** @param pseudonym turns a vendor's customer id into what may be written */
    public SourceEvents(Origin origin, UnaryOperator<String> pseudonym, Clock clock) {
        this.origin = origin;
        this.pseudonym = pseudonym;
        this.clock = clock;
    }

    /** Key of the records of the draft's ticket or chat. */
    public String key(EventDraft draft) {
        return Keys.conversation(origin.domain(), origin.source(), draft.conversationId());
    }

    /** The event to write; without a subject the ticket or chat is its own. */
    public <V extends SpecificRecord> V event(EventKind<V> kind, EventDraft draft) {
        String subject = draft.subject() == null ? kind.idField() + " " + key(draft) : draft.subject();
        boundMessageId(draft.change());
        Instant now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        return kind.build(draft, origin, Customer.of(subject, draft, pseudonym), now);
    }

    /** A redaction names a message by its event id, and so has to shorten it in the same way. */
    private static void boundMessageId(SpecificRecord change) {
        Schema.Field field = change.getSchema().getField("messageId");
        if (field != null) {
            change.put(field.pos(), Keys.boundedId((String) change.get(field.pos())));
        }
    }
}

package dev.millrace.ingest.webhook;

import dev.millrace.ingest.event.EventDraft;
import dev.millrace.ingest.event.EventKind;
import dev.millrace.ingest.event.Tags;
import dev.millrace.schemas.event.Author;
import dev.millrace.schemas.event.ChatEnded;
import dev.millrace.schemas.event.ChatMessage;
import dev.millrace.schemas.event.ChatRated;
import dev.millrace.schemas.event.ChatRedacted;
import dev.millrace.schemas.event.TicketOpened;
import dev.millrace.schemas.event.TicketRated;
import dev.millrace.schemas.event.TicketRedacted;
import dev.millrace.schemas.event.TicketReopened;
import dev.millrace.schemas.event.TicketReplied;
import dev.millrace.schemas.event.TicketResolved;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Collects the events of one ticket or chat. A message without words, such as a mere attachment, is passed over. Tags
 * beyond what an event may carry are left out. Not thread-safe.
 */
final class ConversationDrafts {
    private final EventKind<?> kind;
    private final String conversationId;
    private final @Nullable String subject;
    private final List<String> aliases = new ArrayList<>();
    private final List<VendorEvent<?>> events = new ArrayList<>();

    /** @param subject the vendor's id of the customer, null where the request does not name one */
    ConversationDrafts(EventKind<?> kind, String conversationId, @Nullable String subject) {
        this.kind = kind;
        this.conversationId = conversationId;
        this.subject = subject;
    }

    /** Whether it is the customer whom the vendor calls so. */
    boolean isOf(String id) {
        return id.equals(subject);
    }

    /** What else the customer is known by, for the events that follow. */
    void alsoKnownAs(String alias) {
        aliases.add(alias);
    }

    List<VendorEvent<?>> events() {
        return events;
    }

    /** A ticket's first message, if it has words. */
    void opened(String eventId, Instant at, TicketOpened opened) {
        if (!opened.getBody().isBlank()) {
            opened.setTags(Tags.bounded(opened.getTags()));
            add(eventId, at, opened);
        }
    }

    /** A message, if it has words. */
    void message(String eventId, Instant at, Said said) {
        if (!said.text().isBlank()) {
            add(eventId, at, isTicket() ? said.inTicket() : said.inChat());
        }
    }

    /** The request was settled; a chat whose vendor does not say so has merely {@link #ended}. */
    void resolved(String eventId, Instant at, List<String> tags) {
        add(eventId, at, isTicket() ? new TicketResolved(Tags.bounded(tags)) : new ChatEnded(true));
    }

    /** It was closed: a chat without a word on whether the request was settled, a ticket because it was. */
    void ended(String eventId, Instant at) {
        add(eventId, at, isTicket() ? new TicketResolved(List.of()) : new ChatEnded(null));
    }

    /** A ticket was opened again. Of a chat that is no event: what is said next tells. */
    void reopened(String eventId, Instant at) {
        if (isTicket()) {
            add(eventId, at, new TicketReopened(null));
        }
    }

    void rated(String eventId, Instant at, int rating) {
        add(eventId, at, isTicket() ? new TicketRated(rating) : new ChatRated(rating));
    }

    /** A message was removed; as often as the vendor says so, it is one event. */
    void redacted(String messageId, Instant at) {
        add("redacted-" + messageId, at, isTicket() ? new TicketRedacted(messageId) : new ChatRedacted(messageId));
    }

    private boolean isTicket() {
        return kind == EventKind.TICKETS;
    }

    private void add(String eventId, Instant at, SpecificRecord change) {
        events.add(new VendorEvent<>(kind, new EventDraft(eventId, conversationId, subject, aliases, at, change)));
    }

    /**
     * What somebody said.
     *
     * @param name the author's, null where the vendor does not tell it
     * @param internal whether only agents see it
     */
    record Said(Author author, @Nullable String name, String text, boolean internal, List<String> tags) {

        Said(Author author, @Nullable String name, String text, boolean internal) {
            this(author, name, text, internal, List.of());
        }

        private TicketReplied inTicket() {
            return new TicketReplied(author, name, text, internal);
        }

        private ChatMessage inChat() {
            return new ChatMessage(author, name, text, internal, Tags.bounded(tags));
        }
    }
}

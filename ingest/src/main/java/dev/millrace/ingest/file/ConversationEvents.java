package dev.millrace.ingest.file;

import dev.millrace.ingest.event.EventDraft;
import dev.millrace.ingest.event.EventKind;
import dev.millrace.schemas.Keys;
import dev.millrace.schemas.event.ChatEnded;
import dev.millrace.schemas.event.ChatMessage;
import dev.millrace.schemas.event.ChatRated;
import dev.millrace.schemas.event.TicketOpened;
import dev.millrace.schemas.event.TicketRated;
import dev.millrace.schemas.event.TicketReplied;
import dev.millrace.schemas.event.TicketResolved;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * Tells one imported conversation as events: a ticket is opened, replied to, resolved and rated; a chat has messages,
 * ends and is rated. One with an agent's answer counts as resolved.
 *
 * <p>Each event is at least a millisecond later than the one before it, so that the order of the file is the order of
 * the conversation whatever order the events arrive in. Ids follow from the conversation's id and the position.
 */
final class ConversationEvents {
    private final String id;
    private final ImportedConversation conversation;
    private final List<Step> steps = new ArrayList<>();
    private Instant now;

    /** One event, and how the file calls what it was made from. */
    record Step(String label, EventDraft draft) {}

    private ConversationEvents(String id, ImportedConversation conversation, Instant start) {
        this.id = id;
        this.conversation = conversation;
        this.now = start.minusMillis(1);
    }

    /** @param fileTime when a conversation without a time of its own began */
    static List<Step> of(EventKind<?> kind, String id, ImportedConversation conversation, Instant fileTime) {
        Instant start = conversation.start().orElse(fileTime);
        ConversationEvents events = new ConversationEvents(id, conversation, start);
        if (kind == EventKind.TICKETS) {
            events.ticket();
        } else {
            events.chat();
        }
        return events.steps;
    }

    private void ticket() {
        List<ImportedMessage> messages = conversation.messages();
        ImportedMessage first = messages.get(0);
        add(first, new TicketOpened(null, first.text(), null, null, conversation.tags()));
        for (ImportedMessage message : messages.subList(1, messages.size())) {
            add(message, new TicketReplied(message.author(), null, message.text(), message.internal()));
        }
        if (conversation.isAnswered()) {
            add("resolved", null, new TicketResolved(List.of()));
        }
        if (conversation.rating() != null) {
            add("rating", null, new TicketRated(conversation.rating()));
        }
    }

    private void chat() {
        List<String> tags = conversation.tags();
        for (ImportedMessage message : conversation.messages()) {
            add(message, new ChatMessage(message.author(), null, message.text(), message.internal(), tags));
            tags = List.of();
        }
        add("ended", null, new ChatEnded(conversation.isAnswered() ? true : null));
        if (conversation.rating() != null) {
            add("rating", null, new ChatRated(conversation.rating()));
        }
    }

    private void add(ImportedMessage message, SpecificRecord change) {
        add(message.label(), message.at(), change);
    }

    private void add(String label, @Nullable Instant at, SpecificRecord change) {
        Instant next = now.plusMillis(1);
        now = at != null && at.isAfter(next) ? at : next;
        String eventId = Keys.boundedId(id) + "/" + steps.size();
        steps.add(new Step(label, new EventDraft(eventId, id, conversation.subject(), now, change)));
    }
}

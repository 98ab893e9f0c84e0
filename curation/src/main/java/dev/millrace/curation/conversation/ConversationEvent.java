package dev.millrace.curation.conversation;

import dev.millrace.curation.state.EventType;
import dev.millrace.curation.state.StoredEvent;
import dev.millrace.schemas.Keys;
import dev.millrace.schemas.event.ChatChange;
import dev.millrace.schemas.event.ChatEnded;
import dev.millrace.schemas.event.ChatEvent;
import dev.millrace.schemas.event.ChatMessage;
import dev.millrace.schemas.event.ChatRated;
import dev.millrace.schemas.event.ChatRedacted;
import dev.millrace.schemas.event.ConversationKind;
import dev.millrace.schemas.event.TicketChange;
import dev.millrace.schemas.event.TicketEvent;
import dev.millrace.schemas.event.TicketOpened;
import dev.millrace.schemas.event.TicketRated;
import dev.millrace.schemas.event.TicketRedacted;
import dev.millrace.schemas.event.TicketReopened;
import dev.millrace.schemas.event.TicketReplied;
import dev.millrace.schemas.event.TicketResolved;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** An event of a ticket or of a chat, in the one form that assembly works with. */
public record ConversationEvent(String domain, String source, String conversationId, StoredEvent event) {

    /**
     * Reads the event of either topic.
     *
     * @throws IllegalArgumentException for anything else
     */
    public static ConversationEvent of(@Nullable SpecificRecord value) {
        if (value instanceof TicketEvent ticket) {
            return of(ticket);
        }
        if (value instanceof ChatEvent chat) {
            return of(chat);
        }
        throw new IllegalArgumentException("found "
                + (value == null ? "no value" : value.getClass().getName()) + "; expected a ticket or chat event");
    }

    private static ConversationEvent of(TicketEvent ticket) {
        StoredEvent event = common(
                ConversationKind.TICKET,
                ticket.getEventId(),
                ticket.getOccurredAt(),
                ticket.getSubject(),
                ticket.getSubjectKnown(),
                ticket.getAliases());
        apply(TicketChange.of(ticket), event);
        return new ConversationEvent(ticket.getDomain(), ticket.getSource(), ticket.getTicketId(), event);
    }

    private static ConversationEvent of(ChatEvent chat) {
        StoredEvent event = common(
                ConversationKind.CHAT,
                chat.getEventId(),
                chat.getOccurredAt(),
                chat.getSubject(),
                chat.getSubjectKnown(),
                chat.getAliases());
        apply(ChatChange.of(chat), event);
        return new ConversationEvent(chat.getDomain(), chat.getSource(), chat.getChatId(), event);
    }

    private static StoredEvent common(
            ConversationKind kind,
            String eventId,
            Instant occurredAt,
            String subject,
            boolean subjectKnown,
            List<String> aliases) {
        StoredEvent event = new StoredEvent();
        event.setEventId(Keys.boundedId(eventId));
        event.setType(EventType.UNKNOWN);
        event.setOccurredAt(occurredAt);
        event.setKind(kind.name());
        event.setSubject(subject);
        event.setSubjectKnown(subjectKnown);
        event.setAliases(aliases);
        event.setAuthor("UNKNOWN");
        event.setTags(List.of());
        event.setNames(List.of());
        return event;
    }

    private static void apply(TicketChange change, StoredEvent event) {
        if (change instanceof TicketOpened opened) {
            message(event, "CUSTOMER", opened.getBody(), false);
            event.setOpening(true);
            event.setTitle(opened.getTitle());
            event.setTags(opened.getTags());
            event.setNames(names(opened.getCustomerName(), opened.getCustomerEmail()));
        } else if (change instanceof TicketReplied replied) {
            message(event, replied.getAuthor().name(), replied.getBody(), replied.getInternal());
            event.setNames(names(replied.getAuthorName()));
        } else if (change instanceof TicketResolved resolved) {
            event.setType(EventType.RESOLVED);
            event.setTags(resolved.getTags());
        } else if (change instanceof TicketReopened) {
            event.setType(EventType.REOPENED);
        } else if (change instanceof TicketRated rated) {
            rated(event, rated.getRating());
        } else if (change instanceof TicketRedacted redacted) {
            redacted(event, redacted.getMessageId());
        }
    }

    private static void apply(ChatChange change, StoredEvent event) {
        if (change instanceof ChatMessage said) {
            message(event, said.getAuthor().name(), said.getText(), said.getInternal());
            event.setTags(said.getTags());
            event.setNames(names(said.getAuthorName()));
        } else if (change instanceof ChatEnded ended) {
            event.setType(EventType.ENDED);
            event.setResolved(ended.getResolved());
        } else if (change instanceof ChatRated rated) {
            rated(event, rated.getRating());
        } else if (change instanceof ChatRedacted redacted) {
            redacted(event, redacted.getMessageId());
        }
    }

    private static void message(StoredEvent event, String author, String text, boolean internal) {
        event.setType(EventType.MESSAGE);
        event.setAuthor(author);
        event.setText(text);
        event.setInternal(internal);
    }

    private static void rated(StoredEvent event, int rating) {
        event.setType(EventType.RATED);
        event.setRating(rating);
    }

    private static void redacted(StoredEvent event, String messageId) {
        event.setType(EventType.REDACTED);
        event.setTarget(Keys.boundedId(messageId));
    }

    private static List<String> names(@Nullable String... names) {
        return Stream.of(names)
                .filter(Objects::nonNull)
                .map(String::strip)
                .filter(name -> !name.isEmpty())
                .toList();
    }

    /** Key of its conversation. */
    public String key() {
        return Keys.conversation(domain, source, conversationId);
    }
}

package dev.millrace.ingest.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.ingest.event.EventKind;
import dev.millrace.ingest.event.Origin;
import dev.millrace.ingest.event.SourceEvents;
import dev.millrace.ingest.webhook.ConversationDrafts.Said;
import dev.millrace.schemas.StoreSerde;
import dev.millrace.schemas.event.Author;
import dev.millrace.schemas.event.ChatEvent;
import dev.millrace.schemas.event.TicketEvent;
import dev.millrace.schemas.event.TicketOpened;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** Whatever happens to a ticket or a chat, its events are of its own kind and can be written. */
class ConversationDraftsTest {
    private static final Instant AT = Instant.parse("2026-03-01T12:00:00Z");

    private final SourceEvents events = new SourceEvents(new Origin("retail", "desk"), text -> text, Clock.systemUTC());

    private static ConversationDrafts everythingThatHappens(EventKind<?> kind) {
        ConversationDrafts drafts = new ConversationDrafts(kind, "7", "ada");
        drafts.message("m1", AT, new Said(Author.AGENT, null, "It is on its way.", false));
        drafts.ended("e1", AT);
        drafts.reopened("r1", AT);
        drafts.resolved("s1", AT, List.of("refund"));
        drafts.rated("g1", AT, 5);
        drafts.redacted("m1", AT);
        return drafts;
    }

    @Test
    void shouldGiveEventsOfTickets() {
        // Given
        StoreSerde<TicketEvent> serde = new StoreSerde<>(TicketEvent.class);
        ConversationDrafts drafts = everythingThatHappens(EventKind.TICKETS);
        drafts.opened("o1", AT, new TicketOpened(null, "Where is it?", null, null, List.of()));

        // When
        List<Object> written = drafts.events().stream()
                .map(event -> (TicketEvent) event.outgoing(events).value())
                .map(event -> Objects.requireNonNull(serde.decode(serde.encode(event)))
                        .getEvent()
                        .getClass()
                        .getSimpleName())
                .<Object>map(name -> name)
                .toList();

        // Then
        assertThat(written)
                .containsExactly(
                        "TicketReplied",
                        "TicketResolved",
                        "TicketReopened",
                        "TicketResolved",
                        "TicketRated",
                        "TicketRedacted",
                        "TicketOpened");
    }

    @Test
    void shouldGiveEventsOfChats() {
        // Given
        StoreSerde<ChatEvent> serde = new StoreSerde<>(ChatEvent.class);

        // When
        List<Object> written = everythingThatHappens(EventKind.CHATS).events().stream()
                .map(event -> (ChatEvent) event.outgoing(events).value())
                .map(event -> Objects.requireNonNull(serde.decode(serde.encode(event)))
                        .getEvent()
                        .getClass()
                        .getSimpleName())
                .<Object>map(name -> name)
                .toList();

        // Then
        assertThat(written).containsExactly("ChatMessage", "ChatEnded", "ChatEnded", "ChatRated", "ChatRedacted");
    }
}

package dev.millrace.ingest.event;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.schemas.event.ChatEvent;
import dev.millrace.schemas.event.ChatRated;
import dev.millrace.schemas.event.TicketEvent;
import dev.millrace.schemas.event.TicketOpened;
import dev.millrace.schemas.event.TicketRedacted;
import dev.millrace.schemas.event.TicketResolved;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class SourceEventsTest {
    private static final Instant NOW = Instant.parse("2026-11-24T12:00:00.123456Z");
    private static final Instant THEN = Instant.parse("2026-11-24T11:00:00Z");
    private final SourceEvents events = new SourceEvents(
            new Origin("billing", "http"), subject -> "p(" + subject + ")", Clock.fixed(NOW, ZoneOffset.UTC));

    @Test
    void shouldTakeDomainAndSourceFromTheOriginAndWriteThePseudonymOnly() {
        // When
        TicketEvent event = events.event(EventKind.TICKETS, ticket("T1", "ada@mail.example"));

        // Then
        assertThat(event)
                .isEqualTo(new TicketEvent(
                        "e1",
                        "billing",
                        "http",
                        "p(ada@mail.example)",
                        true,
                        List.of(),
                        "T1",
                        THEN,
                        Instant.parse("2026-11-24T12:00:00.123Z"),
                        new TicketResolved(List.of())));
    }

    @Test
    void shouldWriteThePseudonymOfTheEmailAddressWhenTheSubjectIsAnId() {
        // Given
        TicketOpened opened = new TicketOpened(null, "Hello", null, " Ada@Mail.example", List.of());

        // When
        TicketEvent byId = events.event(EventKind.TICKETS, new EventDraft("e1", "T1", "c7", THEN, opened));
        TicketEvent byEmail =
                events.event(EventKind.TICKETS, new EventDraft("e1", "T1", "ada@mail.example", THEN, opened));

        // Then
        assertThat(byId.getAliases()).containsExactly("p(ada@mail.example)");
        assertThat(byEmail.getAliases()).isEmpty();
    }

    @Test
    void shouldMakeEachConversationItsOwnSubjectWhenTheSourceNamesNone() {
        // When
        TicketEvent one = events.event(EventKind.TICKETS, ticket("T1", null));
        TicketEvent again = events.event(EventKind.TICKETS, ticket("T1", null));
        TicketEvent other = events.event(EventKind.TICKETS, ticket("T2", null));
        ChatEvent chat = events.event(EventKind.CHATS, new EventDraft("e1", "T1", null, THEN, new ChatRated(3)));

        // Then
        assertThat(one.getSubjectKnown()).isFalse();
        assertThat(one.getSubject()).isEqualTo(again.getSubject());
        assertThat(one.getSubject()).isNotIn(other.getSubject(), chat.getSubject());
    }

    @Test
    void shouldShortenIdsAndTheIdOfARedactedMessageAlikeWhenTheyAreLong() {
        // Given
        String id = "x".repeat(300);

        // When
        TicketEvent event = events.event(EventKind.TICKETS, new EventDraft(id, id, "c", THEN, new TicketRedacted(id)));

        // Then
        assertThat(event.getEventId()).matches("[0-9a-f]{64}");
        assertThat(event.getTicketId()).isEqualTo(event.getEventId());
        assertThat(((TicketRedacted) event.getEvent()).getMessageId()).isEqualTo(event.getEventId());
        assertThat(events.key(new EventDraft(id, id, "c", THEN, new TicketResolved(List.of()))))
                .isEqualTo("billing/http/" + event.getTicketId());
    }

    @Test
    void shouldRefuseAnOriginWhenItsNamesAreNotNames() {
        assertThatThrownBy(() -> new Origin("Billing", "http")).hasMessageContaining("domain is 'Billing'");
        assertThatThrownBy(() -> new Origin("billing", "a/b")).hasMessageContaining("source is 'a/b'");
    }

    private static EventDraft ticket(String id, @Nullable String subject) {
        return new EventDraft("e1", id, subject, THEN, new TicketResolved(List.of()));
    }
}

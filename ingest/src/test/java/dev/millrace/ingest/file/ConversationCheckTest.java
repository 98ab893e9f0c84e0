package dev.millrace.ingest.file;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.ingest.event.DraftRules;
import dev.millrace.ingest.event.EventDraft;
import dev.millrace.ingest.event.EventKind;
import dev.millrace.schemas.event.Author;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ConversationCheckTest {
    private static final Instant FILE_TIME = Instant.parse("2026-11-24T12:00:00Z");
    private static final Instant FIRST = Instant.parse("2020-01-01T00:00:00Z");

    @Test
    void shouldOpenReplyResolveAndRateWhenATicketIsAnswered() {
        // When
        List<EventDraft> drafts = drafts(
                EventKind.TICKETS, conversation("7", 5, customer("q", FIRST), agent("a", null), agent("b", FIRST)));

        // Then
        assertThat(drafts)
                .extracting(draft -> draft.change().getSchema().getName())
                .containsExactly("TicketOpened", "TicketReplied", "TicketReplied", "TicketResolved", "TicketRated");
        assertThat(drafts).extracting(EventDraft::eventId).containsExactly("7/0", "7/1", "7/2", "7/3", "7/4");
        assertThat(drafts)
                .extracting(EventDraft::occurredAt)
                .containsExactly(
                        FIRST, FIRST.plusMillis(1), FIRST.plusMillis(2), FIRST.plusMillis(3), FIRST.plusMillis(4));
    }

    @Test
    void shouldNeitherResolveNorRateWhenNobodyAnswered() {
        // When
        List<EventDraft> ticket = drafts(EventKind.TICKETS, conversation(null, null, customer("q", null)));
        List<EventDraft> chat = drafts(EventKind.CHATS, conversation(null, null, customer("q", null)));

        // Then
        assertThat(ticket).hasSize(1).first().extracting(EventDraft::occurredAt).isEqualTo(FILE_TIME);
        assertThat(chat.get(1).change().get(0)).isNull();
    }

    @Test
    void shouldCountBackFromTheFirstKnownTimeWhenEarlierMessagesHaveNone() {
        // When
        List<EventDraft> drafts =
                drafts(EventKind.CHATS, conversation("7", null, customer("q", null), agent("a", FIRST)));

        // Then
        assertThat(drafts)
                .extracting(EventDraft::occurredAt)
                .containsExactly(FIRST.minusMillis(1), FIRST, FIRST.plusMillis(1));
    }

    @Test
    void shouldGiveEqualRowsIdsOfTheirOwnAndTheSameOnASecondImport() {
        // Given
        ImportedConversation row = conversation(null, null, customer("q", null), agent("a", null));

        // When
        ConversationCheck first = check(EventKind.TICKETS);
        List<String> ids = List.of(id(first, row), id(first, row), id(first, row));
        ConversationCheck second = check(EventKind.TICKETS);
        List<String> again = List.of(id(second, row), id(second, row), id(second, row));

        // Then
        assertThat(ids).doesNotHaveDuplicates().isEqualTo(again);
    }

    @Test
    void shouldSayWhyWhenAConversationCannotBeUsed() {
        // Given
        ConversationCheck tickets = check(EventKind.TICKETS);
        tickets.next(conversation("7", null, customer("q", null)));

        // Then
        assertThat(reason(tickets, conversation("7", null, customer("other", null))))
                .isEqualTo("id is that of an earlier line; expected one conversation a line");
        assertThat(reason(tickets, conversation("", null, customer("q", null)))).startsWith("id is empty");
        assertThat(reason(tickets, conversation("x".repeat(1001), null, customer("q", null))))
                .startsWith("id has 1001 characters");
        assertThat(reason(tickets, conversation(null, null, agent("a", null))))
                .startsWith("first is not the customer's");
        assertThat(reason(tickets, conversation(null, 6, customer("q", null)))).startsWith("rating is 6");
        assertThat(reason(tickets, conversation(null, null, customer(" ", null))))
                .startsWith("first is empty");
        assertThat(reason(tickets, conversation(null, null, customer("q", Instant.parse("1970-01-01T00:00:00Z")))))
                .startsWith("first is 1970");
    }

    private static String reason(ConversationCheck check, ImportedConversation conversation) {
        return check.next(conversation).reason().orElseThrow();
    }

    private static String id(ConversationCheck check, ImportedConversation conversation) {
        return check.next(conversation).steps().get(0).draft().conversationId();
    }

    private static List<EventDraft> drafts(EventKind<?> kind, ImportedConversation conversation) {
        return check(kind).next(conversation).steps().stream()
                .map(ConversationEvents.Step::draft)
                .toList();
    }

    private static ConversationCheck check(EventKind<?> kind) {
        return new ConversationCheck(kind, new DraftRules(Clock.fixed(FILE_TIME, ZoneOffset.UTC)), FILE_TIME);
    }

    private static ImportedConversation conversation(
            @Nullable String id, @Nullable Integer rating, ImportedMessage... messages) {
        return new ImportedConversation(id, null, List.of(messages), rating, List.of());
    }

    private static ImportedMessage customer(String text, @Nullable Instant at) {
        return new ImportedMessage("first", Author.CUSTOMER, text, at, false);
    }

    private static ImportedMessage agent(String text, @Nullable Instant at) {
        return new ImportedMessage("first", Author.AGENT, text, at, false);
    }
}

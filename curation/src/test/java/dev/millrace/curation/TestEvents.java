package dev.millrace.curation;

import dev.millrace.schemas.event.Author;
import dev.millrace.schemas.event.ChatChange;
import dev.millrace.schemas.event.ChatEnded;
import dev.millrace.schemas.event.ChatEvent;
import dev.millrace.schemas.event.ChatMessage;
import dev.millrace.schemas.event.ChatRated;
import dev.millrace.schemas.event.ChatRedacted;
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
import org.jspecify.annotations.Nullable;

/** Events of one ticket or chat; each is a minute after the one before, in 2020. */
public final class TestEvents {
    public static final String DOMAIN = "billing";
    public static final String SOURCE = "desk";
    public static final Instant START = Instant.parse("2020-03-01T12:00:00Z");

    public static final String QUESTION =
            "Where can I find the invoice for my last order? I need it for my tax return.";
    public static final String ANSWER =
            "You find every invoice under Account, then Orders. Open the order and choose Download invoice.";

    private final String id;
    private String domain = DOMAIN;
    private String subject;
    private List<String> aliases = List.of();
    private int minute;

    private TestEvents(String id) {
        this.id = id;
        this.subject = "s_" + id;
    }

    public static TestEvents of(String id) {
        return new TestEvents(id);
    }

    /** Makes the events that follow those of another domain. */
    public TestEvents in(String anotherDomain) {
        domain = anotherDomain;
        return this;
    }

    /** Makes the events that follow those of a person. */
    public TestEvents by(String person, String... otherNames) {
        subject = person;
        aliases = List.of(otherNames);
        return this;
    }

    public String key() {
        return domain + "/" + SOURCE + "/" + id;
    }

    /** The three events of a ticket that is accepted. */
    public static List<TicketEvent> solved(String id) {
        TestEvents ticket = of(id);
        return List.of(
                ticket.opened(QUESTION), ticket.agent(ANSWER + " This is about ticket " + id + "."), ticket.resolved());
    }

    public TicketEvent opened(String body) {
        return opened(null, body, null);
    }

    public TicketEvent opened(@Nullable String title, String body, @Nullable String customer) {
        return ticket(new TicketOpened(title, body, customer, null, List.of()));
    }

    public TicketEvent agent(String body) {
        return ticket(new TicketReplied(Author.AGENT, null, body, false));
    }

    public TicketEvent customer(String body) {
        return ticket(new TicketReplied(Author.CUSTOMER, null, body, false));
    }

    public TicketEvent note(String body) {
        return ticket(new TicketReplied(Author.AGENT, null, body, true));
    }

    public TicketEvent bot(String body) {
        return ticket(new TicketReplied(Author.BOT, null, body, false));
    }

    public TicketEvent resolved(String... tags) {
        return ticket(new TicketResolved(List.of(tags)));
    }

    public TicketEvent reopened() {
        return ticket(new TicketReopened("still broken"));
    }

    public TicketEvent rated(int rating) {
        return ticket(new TicketRated(rating));
    }

    public TicketEvent redacted(String messageId) {
        return ticket(new TicketRedacted(messageId));
    }

    public ChatEvent says(Author author, String text) {
        return chat(new ChatMessage(author, null, text, false, List.of()));
    }

    public ChatEvent ended(@Nullable Boolean resolved) {
        return chat(new ChatEnded(resolved));
    }

    public ChatEvent chatRated(int rating) {
        return chat(new ChatRated(rating));
    }

    public ChatEvent chatRedacted(String messageId) {
        return chat(new ChatRedacted(messageId));
    }

    private TicketEvent ticket(TicketChange change) {
        String event = nextEventId();
        return new TicketEvent(event, domain, SOURCE, subject, true, aliases, id, time(), Instant.now(), change);
    }

    private ChatEvent chat(ChatChange change) {
        String event = nextEventId();
        return new ChatEvent(event, domain, SOURCE, subject, true, aliases, id, time(), Instant.now(), change);
    }

    private String nextEventId() {
        return id + "-" + ++minute;
    }

    private Instant time() {
        return START.plusSeconds(60L * minute);
    }
}

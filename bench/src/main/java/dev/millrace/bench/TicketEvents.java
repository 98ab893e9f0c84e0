package dev.millrace.bench;

import dev.millrace.curation.rules.Examples;
import dev.millrace.schemas.Keys;
import dev.millrace.schemas.event.Author;
import dev.millrace.schemas.event.TicketChange;
import dev.millrace.schemas.event.TicketEvent;
import dev.millrace.schemas.event.TicketOpened;
import dev.millrace.schemas.event.TicketReplied;
import dev.millrace.schemas.event.TicketResolved;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** The three events of a ticket of 1.6 kB by number: the first half of a generated text asks, the second answers, and that resolves it. */
final class TicketEvents {
    /** How many events a ticket has. */
    static final int EACH = 3;

    private static final String SOURCE = "desk";
    private static final int TEXTS = 2_000;

    private final List<String> texts = new Tickets(7).texts(TEXTS);

    /** One of the events of a ticket: 0 opens, 1 answers, 2 closes. */
    TicketEvent event(int ticket, int step) {
        String text = texts.get(ticket % TEXTS);
        int half = text.indexOf(' ', text.length() / 2);
        return switch (step) {
            case 0 -> event(ticket, step, opened(ticket, text.substring(0, half)));
            case 1 -> event(ticket, step, answered(ticket, text.substring(half + 1)));
            default -> event(ticket, step, new TicketResolved(List.of()));
        };
    }

    private static TicketChange opened(int ticket, String text) {
        return new TicketOpened(null, text + " My ticket is number " + ticket + ".", null, null, List.of());
    }

    private static TicketChange answered(int ticket, String text) {
        return new TicketReplied(Author.AGENT, null, "This is about ticket " + ticket + ". " + text, false);
    }

    private static TicketEvent event(int ticket, int step, TicketChange change) {
        Instant now = Instant.now().truncatedTo(ChronoUnit.MILLIS);
        String id = id(ticket);
        String eventId = id + "-" + step;
        return new TicketEvent(eventId, BenchServices.DOMAIN, SOURCE, "s_" + id, true, List.of(), id, now, now, change);
    }

    private static String id(int ticket) {
        return "t" + ticket;
    }

    /** Key of the records of a ticket. */
    static String key(int ticket) {
        return Keys.conversation(BenchServices.DOMAIN, SOURCE, id(ticket));
    }

    /** Key of the example that a ticket becomes. */
    static String exampleKey(int ticket) {
        return Keys.inDomain(BenchServices.DOMAIN, Examples.id(BenchServices.DOMAIN, SOURCE, id(ticket)));
    }
}

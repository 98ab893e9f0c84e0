package dev.millrace.schemas.event;

/** What can happen to a ticket: the branches of {@link TicketEvent}'s field {@code event}. */
public sealed interface TicketChange
        permits TicketOpened, TicketReplied, TicketResolved, TicketReopened, TicketRated, TicketRedacted {

    /** The change that an event carries. */
    static TicketChange of(TicketEvent event) {
        return (TicketChange) event.getEvent();
    }
}

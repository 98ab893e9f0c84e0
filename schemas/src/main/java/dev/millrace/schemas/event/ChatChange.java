package dev.millrace.schemas.event;

/** What can happen in a chat: the branches of {@link ChatEvent}'s field {@code event}. */
public sealed interface ChatChange permits ChatMessage, ChatEnded, ChatRated, ChatRedacted {

    /** The change that an event carries. */
    static ChatChange of(ChatEvent event) {
        return (ChatChange) event.getEvent();
    }
}

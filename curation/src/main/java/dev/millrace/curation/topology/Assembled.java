package dev.millrace.curation.topology;

import dev.millrace.curation.conversation.ConversationEvent;
import dev.millrace.curation.state.Header;
import dev.millrace.schemas.event.Conversation;
import java.time.Instant;

/** What assembly hands to judging. Never leaves the process, so it needs no serde. */
sealed interface Assembled {

    /** A conversation was closed, has changed since, or is to be held against a changed policy. */
    record Closed(Conversation conversation) implements Assembled {}

    /** A message was removed from a conversation of which nothing is kept any more, an example of it perhaps excepted. */
    record Unknown(ConversationEvent removal) implements Assembled {}

    /** Nothing of a conversation may be left, whatever became of it. */
    record Erased() implements Assembled {}

    /** A conversation went over the limits. */
    record Oversized(Header header, Instant occurredAt) implements Assembled {}
}

package dev.millrace.curation.conversation;

import dev.millrace.curation.state.EventType;
import dev.millrace.curation.state.Header;
import dev.millrace.curation.state.Phase;
import dev.millrace.curation.state.StoredEvent;
import dev.millrace.runtime.config.CurationConfig;
import java.time.Instant;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;

/** How the header of a conversation begins, and what it counts of each event. */
public final class Intake {
    /** What an event costs beside its texts, so that endless small events end too. */
    private static final int EVENT_BYTES = 64;

    private Intake() {}

    /** The header of a conversation that nothing has been counted of yet. */
    public static Header begin(ConversationEvent first) {
        Header header = new Header();
        header.setDomain(first.domain());
        header.setSource(first.source());
        header.setConversationId(first.conversationId());
        header.setPhase(Phase.OPEN);
        header.setRevision(-1);
        header.setDeadline(Instant.EPOCH);
        header.setTimer(Instant.EPOCH);
        header.setRemoved(new ArrayList<>());
        header.setOffsets(new ArrayList<>());
        header.setPeople(new ArrayList<>());
        return header;
    }

    /** Counts an event, and which message it has removed. */
    public static void count(Header header, StoredEvent event) {
        header.setBytes(header.getBytes() + EVENT_BYTES + bytes(event));
        if (event.getType() == EventType.MESSAGE) {
            header.setMessages(header.getMessages() + 1);
        }
        if (event.getTarget() != null) {
            header.getRemoved().add(event.getTarget());
        }
    }

    /** Whether so much was counted that the conversation is given up. */
    public static boolean isOversized(Header header, CurationConfig limits) {
        return header.getMessages() > limits.maxTurns()
                || header.getBytes() > limits.maxBytes().bytes();
    }

    private static long bytes(StoredEvent event) {
        long bytes = length(event.getText()) + length(event.getTitle());
        bytes += length(event.getEventId()) + length(event.getTarget());
        bytes += event.getTags().stream().mapToLong(Intake::length).sum();
        return bytes + event.getNames().stream().mapToLong(Intake::length).sum();
    }

    /** In UTF-8. */
    private static long length(@Nullable String text) {
        return text == null
                ? 0
                : text.chars()
                        .mapToLong(c -> c < 0x80 ? 1 : c < 0x800 || Character.isSurrogate((char) c) ? 2 : 3)
                        .sum();
    }
}

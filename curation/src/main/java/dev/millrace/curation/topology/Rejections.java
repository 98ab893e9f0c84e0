package dev.millrace.curation.topology;

import dev.millrace.curation.conversation.Assembly;
import dev.millrace.curation.conversation.ConversationEvent;
import dev.millrace.curation.rules.RejectionReason;
import dev.millrace.curation.rules.Verdict;
import dev.millrace.curation.state.Header;
import dev.millrace.schemas.event.Conversation;
import dev.millrace.schemas.event.Rejection;
import dev.millrace.schemas.event.SourceOffset;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.streams.processor.api.RecordMetadata;

/** Makes the events of the rejections topic. */
final class Rejections {
    private static final String ASSEMBLY = "assembly";
    private static final String JUDGING = "judging";
    private static final int NO_REVISION = -1;

    private Rejections() {}

    /** Of an event whose conversation has expired. */
    static Rejection tooLate(ConversationEvent late, RecordMetadata origin, String policyHash) {
        return new Rejection(
                late.domain(),
                late.source(),
                late.conversationId(),
                ASSEMBLY,
                RejectionReason.TOO_LATE.code(),
                Map.of(),
                late.event().getOccurredAt(),
                NO_REVISION,
                policyHash,
                List.of(new SourceOffset(origin.topic(), origin.partition(), origin.offset(), origin.offset())));
    }

    /** Of a conversation that went over the limits with an event of this time. */
    static Rejection oversized(Header header, Instant occurredAt, String policyHash) {
        return new Rejection(
                header.getDomain(),
                header.getSource(),
                header.getConversationId(),
                ASSEMBLY,
                RejectionReason.TOO_LONG.code(),
                Map.of("messages", (double) header.getMessages(), "bytes", (double) header.getBytes()),
                occurredAt,
                header.getRevision(),
                policyHash,
                Assembly.offsets(header.getOffsets()));
    }

    /** Of a conversation that broke a rule. */
    static Rejection judged(Conversation conversation, Verdict.Rejected verdict, String policyHash) {
        return new Rejection(
                conversation.getDomain(),
                conversation.getSource(),
                conversation.getConversationId(),
                JUDGING,
                verdict.reason().code(),
                verdict.figures(),
                conversation.getOccurredAt(),
                conversation.getRevision(),
                policyHash,
                conversation.getSourceOffsets());
    }
}

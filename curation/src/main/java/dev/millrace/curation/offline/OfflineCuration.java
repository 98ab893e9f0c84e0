package dev.millrace.curation.offline;

import dev.millrace.curation.conversation.Assembly;
import dev.millrace.curation.conversation.ConversationEvent;
import dev.millrace.curation.conversation.Intake;
import dev.millrace.curation.rules.Judge;
import dev.millrace.curation.rules.Policy;
import dev.millrace.curation.rules.RejectionReason;
import dev.millrace.curation.rules.Verdict;
import dev.millrace.curation.state.Header;
import dev.millrace.curation.state.Phase;
import dev.millrace.curation.state.StoredEvent;
import dev.millrace.runtime.config.CurationConfig;
import java.util.List;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;

/** What the curation topology makes of a conversation that is over, without Kafka. Immutable. */
public final class OfflineCuration {
    private final CurationConfig limits;
    private final Policy policy;

    public OfflineCuration(CurationConfig limits, Policy policy) {
        this.limits = limits;
        this.policy = policy;
    }

    /**
     * The verdict on the conversation of all these events, at least one; one that they leave open is closed as if it had
     * fallen silent.
     */
    public Verdict judge(List<? extends SpecificRecord> events) {
        return judgeRead(events.stream().map(ConversationEvent::of).toList());
    }

    /** The same for events that have been read already. */
    public Verdict judgeRead(List<ConversationEvent> read) {
        List<StoredEvent> stored = read.stream().map(ConversationEvent::event).toList();
        Header header = Intake.begin(read.get(0));
        stored.forEach(event -> Intake.count(header, event));
        if (Intake.isOversized(header, limits)) {
            return new Verdict.Rejected(
                    RejectionReason.TOO_LONG,
                    Map.of("messages", (double) header.getMessages(), "bytes", (double) header.getBytes()));
        }
        header.setPhase(Phase.CLOSED);
        header.setIdle(!Assembly.isOver(stored));
        return Judge.judge(Assembly.of(header, stored), policy);
    }
}

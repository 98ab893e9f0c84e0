package dev.millrace.schemas;

import static dev.millrace.schemas.Partitioning.BY_DOMAIN;
import static dev.millrace.schemas.Partitioning.BY_KEY;
import static dev.millrace.schemas.Partitioning.SINGLE;
import static dev.millrace.schemas.Topic.Retention.COMPACTED;
import static dev.millrace.schemas.Topic.Retention.MONTH;
import static dev.millrace.schemas.Topic.Retention.RAW;
import static dev.millrace.schemas.Topic.Retention.RAW_COMPACTED;
import static dev.millrace.schemas.Topic.Retention.WEEK;

import dev.millrace.schemas.event.AdapterCandidate;
import dev.millrace.schemas.event.AdapterReady;
import dev.millrace.schemas.event.AdapterRevoked;
import dev.millrace.schemas.event.ChatEvent;
import dev.millrace.schemas.event.Conversation;
import dev.millrace.schemas.event.ErasureReceipt;
import dev.millrace.schemas.event.ErasureRequest;
import dev.millrace.schemas.event.EvaluationReport;
import dev.millrace.schemas.event.Example;
import dev.millrace.schemas.event.ForeignRecord;
import dev.millrace.schemas.event.JobState;
import dev.millrace.schemas.event.Rejection;
import dev.millrace.schemas.event.Snapshot;
import dev.millrace.schemas.event.TicketEvent;
import dev.millrace.schemas.event.TrainingJob;
import dev.millrace.schemas.event.TrainingProgress;
import java.util.List;
import java.util.Optional;

/** The topic catalogue: the only place that spells topic names. */
public final class Topics {
    private static final String CONVERSATION_KEY = "domain/source/conversation id";

    public static final Topic<TicketEvent> TICKETS =
            new Topic<>("support.tickets.v1", "domain/source/ticket id", TicketEvent.class, BY_KEY, RAW, true);
    public static final Topic<ChatEvent> CHATS =
            new Topic<>("support.chats.v1", "domain/source/chat id", ChatEvent.class, BY_KEY, RAW, true);
    public static final Topic<ForeignRecord> FOREIGN = new Topic<>(
            "support.foreign.v1", "domain/source/topic-partition-offset", ForeignRecord.class, BY_KEY, RAW, true);
    public static final Topic<Conversation> CONVERSATIONS =
            new Topic<>("curation.conversations.v1", CONVERSATION_KEY, Conversation.class, BY_KEY, RAW_COMPACTED, true);
    public static final Topic<Example> EXAMPLES =
            new Topic<>("curation.examples.v1", "domain/example id", Example.class, BY_DOMAIN, COMPACTED, true);
    public static final Topic<Rejection> REJECTIONS =
            new Topic<>("curation.rejections.v1", CONVERSATION_KEY, Rejection.class, BY_KEY, WEEK, false);
    public static final Topic<ErasureRequest> ERASURES = new Topic<>(
            "privacy.erasures.v1", "domain/subject pseudonym", ErasureRequest.class, BY_KEY, COMPACTED, true);
    public static final Topic<ErasureReceipt> RECEIPTS = new Topic<>(
            "privacy.receipts.v1", "domain/subject pseudonym", ErasureReceipt.class, BY_KEY, COMPACTED, false);
    public static final Topic<Snapshot> SNAPSHOTS =
            new Topic<>("training.snapshots.v1", "domain/snapshot id", Snapshot.class, BY_DOMAIN, COMPACTED, true);
    public static final Topic<TrainingJob> JOBS =
            new Topic<>("training.jobs.v1", "domain/job id", TrainingJob.class, SINGLE, MONTH, true);
    public static final Topic<JobState> JOB_STATES =
            new Topic<>("training.job-states.v1", "domain/job id", JobState.class, BY_DOMAIN, COMPACTED, false);
    public static final Topic<TrainingProgress> PROGRESS =
            new Topic<>("training.progress.v1", "domain/job id", TrainingProgress.class, BY_DOMAIN, WEEK, false);
    public static final Topic<AdapterCandidate> CANDIDATES = new Topic<>(
            "training.candidates.v1", "domain/adapter id", AdapterCandidate.class, BY_DOMAIN, COMPACTED, true);
    public static final Topic<EvaluationReport> REPORTS = new Topic<>(
            "evaluation.reports.v1", "domain/adapter id", EvaluationReport.class, BY_DOMAIN, COMPACTED, false);
    public static final Topic<AdapterReady> READY =
            new Topic<>("adapters.ready.v1", "domain", AdapterReady.class, BY_DOMAIN, COMPACTED, false);
    public static final Topic<AdapterRevoked> REVOKED =
            new Topic<>("adapters.revoked.v1", "domain/adapter id", AdapterRevoked.class, BY_DOMAIN, COMPACTED, false);

    private static final List<Topic<?>> ALL = List.of(
            TICKETS,
            CHATS,
            FOREIGN,
            CONVERSATIONS,
            EXAMPLES,
            REJECTIONS,
            ERASURES,
            RECEIPTS,
            SNAPSHOTS,
            JOBS,
            JOB_STATES,
            PROGRESS,
            CANDIDATES,
            REPORTS,
            READY,
            REVOKED);

    static {
        TrustedEvents.allow();
    }

    private Topics() {}

    /** Every topic, in the order of the flow. */
    public static List<Topic<?>> all() {
        return ALL;
    }

    /** The topic of a name, dead-letter topics not included. */
    public static Optional<Topic<?>> named(String name) {
        return ALL.stream().filter(topic -> topic.name().equals(name)).findFirst();
    }
}

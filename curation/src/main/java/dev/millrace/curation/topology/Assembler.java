package dev.millrace.curation.topology;

import dev.millrace.curation.conversation.Assembly;
import dev.millrace.curation.conversation.ConversationEvent;
import dev.millrace.curation.conversation.Intake;
import dev.millrace.curation.rules.RejectionReason;
import dev.millrace.curation.state.EventType;
import dev.millrace.curation.state.Header;
import dev.millrace.curation.state.Phase;
import dev.millrace.curation.state.StoredEvent;
import dev.millrace.curation.topology.CurationMetrics.EventResult;
import dev.millrace.runtime.config.CurationConfig;
import dev.millrace.schemas.event.Conversation;
import dev.millrace.schemas.event.Rejection;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.jspecify.annotations.Nullable;

/**
 * Puts conversations together, closes them, and lets them expire.
 *
 * <p>A conversation is handed on when it is closed, and again with each event after that; while it is open nothing is
 * written but its event and its header. All times are the processing clock's: the events of an import may be years old.
 */
final class Assembler implements Processor<String, SpecificRecord, String, Object> {
    /** How many conversations one punctuation closes or lets expire: a transaction must not last. */
    private static final int BATCH = 500;

    private static final Duration PUNCTUATION = Duration.ofSeconds(1);
    private static final Set<EventType> STATUS = EnumSet.of(EventType.RESOLVED, EventType.REOPENED, EventType.ENDED);

    private final CurationConfig config;
    private final Policies policies;
    private final CurationMetrics metrics;
    private final DeadLetterBudget deadLetters;
    private final ForgettingFactory forgettingFactory;

    private @Nullable ProcessorContext<String, Object> context;
    private @Nullable Conversations conversations;
    private @Nullable Forgetting forgetting;

    /** How the task forgets people. */
    interface ForgettingFactory {
        Forgetting of(ProcessorContext<String, Object> context, Conversations conversations);
    }

    Assembler(
            CurationConfig config,
            Policies policies,
            CurationMetrics metrics,
            DeadLetterBudget deadLetters,
            ForgettingFactory forgetting) {
        this.config = config;
        this.policies = policies;
        this.metrics = metrics;
        this.deadLetters = deadLetters;
        this.forgettingFactory = forgetting;
    }

    @Override
    public void init(ProcessorContext<String, Object> context) {
        this.context = context;
        this.conversations = new Conversations(context);
        Duration period = PUNCTUATION.compareTo(config.idleTimeout()) < 0 ? PUNCTUATION : config.idleTimeout();
        context.schedule(period, PunctuationType.WALL_CLOCK_TIME, this::keepDeadlines);
        new PolicyChange(context, conversations(), policies).schedule();
        Forgetting created = forgettingFactory.of(context, conversations());
        created.schedule(config.commitInterval());
        forgetting = created;
    }

    @Override
    public void process(Record<String, SpecificRecord> record) {
        ConversationEvent incoming = read(record);
        deadLetters.processed();
        Header header = conversations().header(record.key());
        if (forgetting().suppresses(record.key(), incoming, header != null)) {
            return;
        }
        boolean expired = header == null && conversations().isExpired(record.key());
        if (header == null && incoming.event().getType() == EventType.REDACTED) {
            takeBack(record.key(), incoming, expired);
        }
        if (expired) {
            rejectTooLate(record.key(), incoming);
            return;
        }
        if (header == null) {
            header = Intake.begin(incoming);
        }
        if (header.getPhase() == Phase.TOO_LONG) {
            metrics.event(incoming.domain(), EventResult.OVERSIZED);
        } else if (conversations().hasSeen(record.key(), incoming.event())) {
            metrics.event(incoming.domain(), EventResult.SEEN);
        } else {
            metrics.event(incoming.domain(), EventResult.NEW);
            conversations().add(record.key(), header, incoming.event(), origin());
            advance(record.key(), header, incoming.event());
        }
    }

    private static ConversationEvent read(Record<String, SpecificRecord> record) {
        ConversationEvent incoming = ConversationEvent.of(record.value());
        if (!incoming.key().equals(record.key())) {
            throw new IllegalArgumentException(
                    "the record's key is not that of its event; expected domain/source/id as the value has them");
        }
        return incoming;
    }

    /** What a new event means for its conversation. */
    private void advance(String key, Header header, StoredEvent event) {
        if (header.getRevision() >= 0) {
            header.setRevision(header.getRevision() + 1);
        }
        if (Intake.isOversized(header, config)) {
            giveUp(key, header, event.getOccurredAt());
            return;
        }
        boolean wasClosed = header.getPhase() == Phase.CLOSED;
        boolean status = STATUS.contains(event.getType());
        Collection<StoredEvent> events = wasClosed || status ? conversations().events(key) : List.of();
        if (status) {
            header.setPhase(Assembly.isOver(events) ? Phase.CLOSED : Phase.OPEN);
            header.setIdle(header.getIdle() && header.getPhase() == Phase.CLOSED);
        }
        boolean closed = header.getPhase() == Phase.CLOSED;
        header.setDeadline(now().plus(closed ? config.expiry() : config.idleTimeout()));
        if (closed || wasClosed) {
            handOn(key, header, events);
        }
        conversations().save(key, header);
    }

    private void handOn(String key, Header header, Collection<StoredEvent> events) {
        header.setRevision(Math.max(0, header.getRevision()));
        Conversation conversation = Assembly.of(header, events);
        metrics.closed(header.getDomain(), conversation.getOutcome());
        forward(key, conversation, CurationTopology.CONVERSATIONS);
        forward(key, new Assembled.Closed(conversation), CurationTopology.JUDGE);
    }

    /** Drops what was kept of a conversation that is over the limits, and has it rejected once. */
    private void giveUp(String key, Header header, Instant occurredAt) {
        boolean handedOn = header.getRevision() >= 0;
        header.setPhase(Phase.TOO_LONG);
        header.setRemoved(List.of());
        header.setRevision(Math.max(0, header.getRevision()));
        header.setDeadline(now().plus(config.expiry()));
        conversations().clear(key);
        conversations().save(key, header);
        if (handedOn) {
            forward(key, null, CurationTopology.CONVERSATIONS);
        }
        forward(key, new Assembled.Oversized(header, occurredAt), CurationTopology.JUDGE);
    }

    /**
     * Nobody can tell any more what a conversation was without the message: it goes as a whole. One that is not even known to
     * have expired may be new, or so old that only its example is left.
     */
    private void takeBack(String key, ConversationEvent removal, boolean expired) {
        if (expired) {
            forward(key, null, CurationTopology.CONVERSATIONS);
        }
        forward(key, new Assembled.Unknown(removal), CurationTopology.JUDGE);
    }

    private void rejectTooLate(String key, ConversationEvent late) {
        metrics.event(late.domain(), EventResult.TOO_LATE);
        metrics.rejected(late.domain(), RejectionReason.TOO_LATE.code());
        Rejection rejection =
                Rejections.tooLate(late, origin(), policies.of(late.domain()).hash());
        forward(key, rejection, CurationTopology.REJECTIONS);
    }

    private void keepDeadlines(long now) {
        for (String key : conversations().due(now, BATCH)) {
            Header header = conversations().header(key);
            if (header == null) {
                if (!forgetting().attendTo(key, now)) {
                    conversations().forgetExpired(key);
                }
            } else if (header.getDeadline().toEpochMilli() > now) {
                conversations().rearm(key, header);
            } else if (header.getPhase() == Phase.OPEN) {
                closeIdle(key, header);
            } else {
                conversations().expire(key, header, now);
            }
        }
    }

    private void closeIdle(String key, Header header) {
        header.setPhase(Phase.CLOSED);
        header.setIdle(true);
        header.setDeadline(now().plus(config.expiry()));
        handOn(key, header, conversations().events(key));
        conversations().rearm(key, header);
    }

    private void forward(String key, @Nullable Object value, String child) {
        context().forward(new Record<>(key, value, context().currentSystemTimeMs()), child);
    }

    private Instant now() {
        return Instant.ofEpochMilli(context().currentSystemTimeMs());
    }

    private RecordMetadata origin() {
        return context().recordMetadata().orElseThrow();
    }

    private ProcessorContext<String, Object> context() {
        return java.util.Objects.requireNonNull(context, "init was not called");
    }

    private Forgetting forgetting() {
        return java.util.Objects.requireNonNull(forgetting, "init was not called");
    }

    private Conversations conversations() {
        return java.util.Objects.requireNonNull(conversations, "init was not called");
    }
}

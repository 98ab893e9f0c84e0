package dev.millrace.curation.topology;

import dev.millrace.curation.conversation.ConversationEvent;
import dev.millrace.curation.state.ErasedConversation;
import dev.millrace.curation.topology.CurationMetrics.EventResult;
import dev.millrace.runtime.privacy.ErasedSubjects;
import dev.millrace.schemas.Cleaning;
import dev.millrace.schemas.Keys;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Forgets people in one task: drops their events, and erases the conversations that they were ever in.
 *
 * <p>An erased conversation leaves a mark, so that what still comes of it without the person's name is dropped too. Its tombstones
 * are written again when what holds the first ones is due to be cleaned: logs clean only segments that something came after.
 * Which requests are carried out stands in a store of the task, so that a restart, or another instance, goes on.
 */
final class Forgetting {
    /** At least as long as raw events are kept, which may be read again. */
    static final Duration RETENTION = Conversations.EXPIRED_RETENTION;

    /** How many conversations are erased at once, and how many requests are looked at: a transaction must not last. */
    private static final int CONVERSATIONS = 100;

    private static final int REQUESTS = 1_000;
    private static final int REPEATS = 2;
    private static final Duration PERIOD = Duration.ofSeconds(1);

    private final ProcessorContext<String, Object> context;
    private final Conversations conversations;
    private final SuppressionList list;
    private final AtomicLong changes;
    private final Cleaning cleaning;
    private final CurationMetrics metrics;
    private final KeyValueStore<String, ErasedConversation> erased;
    private final KeyValueStore<String, String> carriedOut;
    /** Last request of this pass through the list that is done with; null before the first. */
    private @Nullable String cursor;
    /** What {@link #changes} was when this pass began, and when the last whole one did. */
    private long passing;

    private long passed = -1;

    Forgetting(
            ProcessorContext<String, Object> context,
            Conversations conversations,
            AtomicLong changes,
            Cleaning cleaning,
            CurationMetrics metrics) {
        this.context = context;
        this.conversations = conversations;
        this.list = new SuppressionList(context);
        this.changes = changes;
        this.cleaning = cleaning;
        this.metrics = metrics;
        this.erased = context.getStateStore(Stores.ERASED);
        this.carriedOut = context.getStateStore(Stores.CARRIED_OUT);
    }

    void schedule(Duration commitInterval) {
        Duration wiping = Traces.interval(cleaning.lag(), commitInterval);
        context.schedule(PERIOD, PunctuationType.WALL_CLOCK_TIME, now -> carryOut());
        context.schedule(wiping, PunctuationType.WALL_CLOCK_TIME, now -> conversations.wipeTraces());
    }

    /** Whether an event is to be dropped; erases the conversation that an erased person turns up in. */
    boolean suppresses(String conversation, ConversationEvent incoming, boolean inStock) {
        boolean gone = !inStock && erased.get(conversation) != null;
        boolean covered = !gone
                && list.covers(
                        incoming.domain(),
                        incoming.event().getSubject(),
                        incoming.event().getAliases());
        if (covered) {
            erase(conversation);
        }
        if (covered || gone) {
            metrics.event(incoming.domain(), EventResult.SUPPRESSED);
        }
        return covered || gone;
    }

    /** Does what is due about an erased conversation; false if this one was not erased. */
    boolean attendTo(String conversation, long now) {
        ErasedConversation mark = erased.get(conversation);
        if (mark == null) {
            return false;
        }
        if (mark.getDue().toEpochMilli() > now) {
            return true;
        }
        if (mark.getRepeats() < REPEATS) {
            takeBack(conversation);
            mark(conversation, mark.getRepeats() + 1);
        } else {
            erased.delete(conversation);
        }
        return true;
    }

    /** Goes through the list where it changed, a batch at a time, until nothing is left to be carried out. */
    private void carryOut() {
        if (cursor == null) {
            if (passed == changes.get()) {
                return;
            }
            passing = changes.get();
        }
        List<KeyValue<String, String>> requests = list.after(cursor, REQUESTS);
        int room = CONVERSATIONS;
        for (KeyValue<String, String> request : requests) {
            if (!request.value.equals(carriedOut.get(request.key))) {
                room -= carryOut(request, room);
            }
            if (room == 0) {
                return;
            }
            cursor = request.key;
        }
        if (requests.size() < REQUESTS) {
            cursor = null;
            passed = passing;
        }
    }

    private int carryOut(KeyValue<String, String> request, int room) {
        String domain = Keys.domainOf(request.key);
        String person = request.key.substring(domain.length() + 1);
        String only = domain.equals(ErasedSubjects.EVERY_DOMAIN) ? null : domain;
        List<String> found = conversations.people().conversations(person, only, room);
        for (String conversation : found) {
            conversations.people().removeAll(conversation, person);
            if (erased.get(conversation) == null) {
                erase(conversation);
            }
        }
        if (found.size() < room) {
            carriedOut.put(request.key, request.value);
        }
        return found.size();
    }

    private void erase(String conversation) {
        metrics.erased(Keys.domainOf(conversation));
        takeBack(conversation);
        mark(conversation, 0);
    }

    /** Also where nothing is known of it: what was made of it may live longer than what it was made of. */
    private void takeBack(String conversation) {
        conversations.erase(conversation);
        long now = context.currentSystemTimeMs();
        context.forward(new Record<>(conversation, null, now), CurationTopology.CONVERSATIONS);
        context.forward(new Record<>(conversation, new Assembled.Erased(), now), CurationTopology.JUDGE);
    }

    private void mark(String conversation, int repeats) {
        Duration wait = repeats < REPEATS ? cleaning.lag() : RETENTION;
        Instant due = Instant.ofEpochMilli(context.currentSystemTimeMs()).plus(wait);
        erased.put(conversation, new ErasedConversation(repeats, due));
        conversations.setTimer(due, conversation);
    }
}

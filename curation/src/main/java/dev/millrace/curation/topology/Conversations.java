package dev.millrace.curation.topology;

import dev.millrace.curation.conversation.Intake;
import dev.millrace.curation.state.ExpiredConversation;
import dev.millrace.curation.state.Header;
import dev.millrace.curation.state.Judged;
import dev.millrace.curation.state.OffsetRange;
import dev.millrace.curation.state.StoredEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.processor.api.RecordMetadata;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * The conversations of one task: the stores behind them, kept in step with each other.
 *
 * <p>A timer is put off lazily: its entry stays where it is while the deadline moves further away.
 */
final class Conversations {
    /** That a conversation expired is remembered so long; later its events begin a new one. */
    static final Duration EXPIRED_RETENTION = Duration.ofDays(90);

    private final KeyValueStore<String, StoredEvent> events;
    private final KeyValueStore<String, Header> headers;
    private final KeyValueStore<String, String> timers;
    private final KeyValueStore<String, ExpiredConversation> expired;
    private final KeyValueStore<String, Judged> judged;
    private final People people;
    private final Traces traces;

    Conversations(ProcessingContext context) {
        events = context.getStateStore(Stores.EVENTS);
        headers = context.getStateStore(Stores.HEADERS);
        timers = context.getStateStore(Stores.TIMERS);
        expired = context.getStateStore(Stores.EXPIRED);
        judged = context.getStateStore(Stores.JUDGED);
        people = new People(context);
        traces = new Traces(events);
    }

    @Nullable
    Header header(String conversation) {
        return headers.get(conversation);
    }

    boolean isExpired(String conversation) {
        return expired.get(conversation) != null;
    }

    boolean hasSeen(String conversation, StoredEvent event) {
        return events.get(StoreKeys.event(conversation, event.getEventId())) != null;
    }

    /** Keeps an event and counts it in the header. The text of a message that the vendor removed is not kept. */
    void add(String conversation, Header header, StoredEvent event, RecordMetadata origin) {
        Intake.count(header, event);
        people.add(conversation, header, event);
        if (event.getTarget() != null) {
            blank(conversation, event.getTarget());
        }
        if (header.getRemoved().contains(event.getEventId())) {
            withoutText(event);
        }
        include(header.getOffsets(), origin);
        events.put(StoreKeys.event(conversation, event.getEventId()), event);
    }

    private void blank(String conversation, String eventId) {
        String key = StoreKeys.event(conversation, eventId);
        StoredEvent target = events.get(key);
        if (target != null) {
            withoutText(target);
            events.put(key, target);
            traces.left(conversation);
        }
    }

    private static void withoutText(StoredEvent event) {
        event.setText(null);
        event.setTitle(null);
    }

    private static void include(List<OffsetRange> ranges, RecordMetadata origin) {
        for (OffsetRange range : ranges) {
            if (range.getTopic().equals(origin.topic()) && range.getPartition() == origin.partition()) {
                range.setFirst(Math.min(range.getFirst(), origin.offset()));
                range.setLast(Math.max(range.getLast(), origin.offset()));
                return;
            }
        }
        ranges.add(new OffsetRange(origin.topic(), origin.partition(), origin.offset(), origin.offset()));
    }

    /** All events of a conversation, in no particular order. */
    List<StoredEvent> events(String conversation) {
        List<StoredEvent> found = new ArrayList<>();
        try (var stored = events.prefixScan(StoreKeys.events(conversation), new StringSerializer())) {
            stored.forEachRemaining(entry -> found.add(entry.value));
        }
        return found;
    }

    /** Keeps a header, with a timer that is due at its deadline or before. */
    void save(String conversation, Header header) {
        if (header.getTimer().equals(Instant.EPOCH) || header.getDeadline().isBefore(header.getTimer())) {
            timers.delete(StoreKeys.timer(header.getTimer().toEpochMilli(), conversation));
            header.setTimer(header.getDeadline());
            timers.put(StoreKeys.timer(header.getTimer().toEpochMilli(), conversation), "");
        }
        headers.put(conversation, header);
    }

    /** The next conversations whose timer is due; their timers are gone then. */
    List<String> due(long now, int limit) {
        List<String> due = new ArrayList<>();
        List<String> keys = new ArrayList<>();
        try (KeyValueIterator<String, String> entries = timers.range(null, StoreKeys.timerEnd(now))) {
            while (entries.hasNext() && due.size() < limit) {
                KeyValue<String, String> entry = entries.next();
                keys.add(entry.key);
                due.add(StoreKeys.conversationOfTimer(entry.key));
            }
        }
        keys.forEach(timers::delete);
        return due;
    }

    /** Puts a timer that came too early where the deadline is now. */
    void rearm(String conversation, Header header) {
        header.setTimer(Instant.EPOCH);
        save(conversation, header);
    }

    /** Drops the events of a conversation. */
    void clear(String conversation) {
        List<String> keys = new ArrayList<>();
        try (var stored = events.prefixScan(StoreKeys.events(conversation), new StringSerializer())) {
            stored.forEachRemaining(entry -> keys.add(entry.key));
        }
        keys.forEach(events::delete);
    }

    /**
     * Drops all of a conversation but the mark that it expired, which is forgotten in its turn; who was in it stays known for as
     * long as the mark, or as there may be an example.
     */
    void expire(String conversation, Header header, long now) {
        Judged last = judged.get(conversation);
        boolean example = last != null && last.getAccepted();
        clear(conversation);
        headers.delete(conversation);
        judged.delete(conversation);
        Instant until = Instant.ofEpochMilli(now).plus(EXPIRED_RETENTION);
        expired.put(conversation, new ExpiredConversation(until, header.getPeople(), example));
        setTimer(until, conversation);
    }

    void forgetExpired(String conversation) {
        ExpiredConversation mark = expired.get(conversation);
        if (mark != null && mark.getExample()) {
            people.keep(conversation, mark.getPeople());
        } else if (mark != null) {
            people.remove(conversation, mark.getPeople());
        }
        expired.delete(conversation);
    }

    /** Puts a conversation among those that come {@link #due}. */
    void setTimer(Instant due, String conversation) {
        timers.put(StoreKeys.timer(due.toEpochMilli(), conversation), "");
    }

    /**
     * Drops all of a conversation. Each store gets a deletion, even where it has nothing to delete: a changelog's segment with
     * earlier ones is closed by what comes later, and only then cleaned.
     */
    void erase(String conversation) {
        Header header = headers.get(conversation);
        ExpiredConversation mark = expired.get(conversation);
        if (header != null) {
            forgetPeople(conversation, header.getTimer(), header.getPeople());
        } else if (mark != null) {
            forgetPeople(conversation, mark.getUntil(), mark.getPeople());
        } else {
            forgetPeople(conversation, Instant.EPOCH, List.of(People.NOBODY));
        }
        clear(conversation);
        traces.left(conversation);
        headers.delete(conversation);
        judged.delete(conversation);
        expired.delete(conversation);
    }

    private void forgetPeople(String conversation, Instant timer, List<String> present) {
        timers.delete(StoreKeys.timer(timer.toEpochMilli(), conversation));
        people.remove(conversation, present);
    }

    /** Where people are. */
    People people() {
        return people;
    }

    /** Has the files follow what was erased so far. */
    void wipeTraces() {
        traces.wipe();
    }
}

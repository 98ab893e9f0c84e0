package dev.millrace.curation.replay;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.curation.conversation.ConversationEvent;
import dev.millrace.curation.snapshot.LocalStore;
import dev.millrace.curation.state.StoredEvent;
import dev.millrace.runtime.artifacts.Sha256;
import dev.millrace.runtime.kafka.Event;
import dev.millrace.schemas.Keys;
import dev.millrace.schemas.StoreSerde;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.avro.specific.SpecificRecord;

/**
 * The raw events of a domain by conversation, which has the id of the example that it may be; each once, in a store on disk. They are not redacted: whoever opens it deletes the
 * directory. For one thread.
 */
final class RawEvents implements AutoCloseable {
    private static final String EVENT = "e/";
    private static final String NAME = "n/";
    private static final String LAST = "t/";
    private static final String LATER = "a/";
    private static final String LATE = "x/";
    private static final int ID_CHARS = 64;
    private static final StoreSerde<StoredEvent> EVENTS = new StoreSerde<>(StoredEvent.class);

    private final LocalStore store;
    private final Duration expiry;
    private long size;

    private RawEvents(LocalStore store, Duration expiry) {
        this.store = store;
        this.expiry = expiry;
    }

    /** @param expiry how long after its last event a closed conversation takes no more */
    static RawEvents open(Path directory, Duration expiry) {
        return new RawEvents(LocalStore.open(directory), expiry);
    }

    /** Takes an event that was there at the cut; one that its conversation has already changes nothing. */
    void add(Event<? extends SpecificRecord> event) {
        ConversationEvent read = ConversationEvent.of(event.value());
        if (!read.key().equals(event.key())) {
            return;
        }
        String id = Sha256.text(event.key());
        String key = EVENT + id + read.event().getEventId();
        if (store.get(key) == null) {
            size++;
            checkExpiry(id, event.timestamp());
            store.write(changes -> {
                changes.put(key, EVENTS.encode(read.event()));
                changes.put(NAME + id, read.key().getBytes(UTF_8));
                changes.put(LAST + id, bytes(event.timestamp().toEpochMilli()));
            });
        }
    }

    private void checkExpiry(String id, Instant at) {
        byte[] last = store.get(LAST + id);
        if (last != null && at.toEpochMilli() - ByteBuffer.wrap(last).getLong() >= expiry.toMillis()) {
            store.write(changes -> changes.put(LATE + id, new byte[0]));
        }
    }

    private static byte[] bytes(long value) {
        return ByteBuffer.allocate(Long.BYTES).putLong(value).array();
    }

    /** Notes an event that came after the cut. */
    void addLater(Event<? extends SpecificRecord> event) {
        String id = Sha256.text(event.key());
        store.write(changes -> changes.put(LATER + id, new byte[0]));
    }

    long size() {
        return size;
    }

    /** Whether a conversation has an event that came after the cut. */
    boolean wentOn(String exampleId) {
        return store.get(LATER + exampleId) != null;
    }

    /** Whether a conversation has an event that came when it may have expired. */
    boolean cameLate(String exampleId) {
        return store.get(LATE + exampleId) != null;
    }

    /** What is done with the events of a conversation. */
    @FunctionalInterface
    interface Action {
        void accept(String exampleId, List<ConversationEvent> events);
    }

    /** Hands out the conversations, in order of the id of the example that each may be. */
    void forEachConversation(Action action) {
        try (LocalStore.Frozen frozen = store.freeze()) {
            List<ConversationEvent> events = new ArrayList<>();
            String[] current = {""};
            frozen.forEachEntry(EVENT, (key, bytes) -> {
                String id = key.substring(EVENT.length(), EVENT.length() + ID_CHARS);
                if (!id.equals(current[0]) && !events.isEmpty()) {
                    action.accept(current[0], List.copyOf(events));
                    events.clear();
                }
                current[0] = id;
                events.add(event(id, bytes));
            });
            if (!events.isEmpty()) {
                action.accept(current[0], List.copyOf(events));
            }
        }
    }

    private ConversationEvent event(String id, byte[] bytes) {
        byte[] name = store.get(NAME + id);
        StoredEvent event = EVENTS.decode(bytes);
        if (name == null || event == null) {
            throw new IllegalStateException("an event without its conversation");
        }
        String key = new String(name, UTF_8);
        String[] parts = key.split("/", 3);
        return new ConversationEvent(Keys.domainOf(key), parts[1], parts[2], event);
    }

    @Override
    public void close() {
        store.close();
    }
}

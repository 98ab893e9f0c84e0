package dev.millrace.curation.topology;

import dev.millrace.curation.state.Header;
import dev.millrace.curation.state.Judged;
import dev.millrace.curation.state.StoredEvent;
import dev.millrace.schemas.StoreSerde;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;

/** The state stores by name. */
final class Stores {
    /** Conversation and event id to event: for duplicates, and to put the conversation together. */
    static final String EVENTS = "events";
    /** Conversation to header. */
    static final String HEADERS = "headers";
    /** Due time and conversation to nothing: what to close, let expire or forget. */
    static final String TIMERS = "timers";
    /** Conversations that expired, to the time when that is forgotten. */
    static final String EXPIRED = "expired";
    /** Conversation to how it was judged last. */
    static final String JUDGED = "judged";
    /** How far conversations were judged anew after a change of policies. */
    static final String POLICIES = "policies";

    private Stores() {}

    static StoreBuilder<KeyValueStore<String, StoredEvent>> events() {
        return store(EVENTS, new StoreSerde<>(StoredEvent.class));
    }

    static StoreBuilder<KeyValueStore<String, Header>> headers() {
        return store(HEADERS, new StoreSerde<>(Header.class));
    }

    static StoreBuilder<KeyValueStore<String, String>> timers() {
        return store(TIMERS, Serdes.String());
    }

    static StoreBuilder<KeyValueStore<String, Long>> expired() {
        return store(EXPIRED, Serdes.Long());
    }

    static StoreBuilder<KeyValueStore<String, Judged>> judged() {
        return store(JUDGED, new StoreSerde<>(Judged.class));
    }

    static StoreBuilder<KeyValueStore<String, String>> policies() {
        return store(POLICIES, Serdes.String());
    }

    private static <V> StoreBuilder<KeyValueStore<String, V>> store(String name, Serde<V> values) {
        return org.apache.kafka.streams.state.Stores.keyValueStoreBuilder(
                        org.apache.kafka.streams.state.Stores.persistentKeyValueStore(name), Serdes.String(), values)
                .withCachingEnabled();
    }
}

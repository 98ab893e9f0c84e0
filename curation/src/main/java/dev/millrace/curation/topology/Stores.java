package dev.millrace.curation.topology;

import dev.millrace.curation.state.ErasedConversation;
import dev.millrace.curation.state.ExpiredConversation;
import dev.millrace.curation.state.Header;
import dev.millrace.curation.state.Judged;
import dev.millrace.curation.state.StoredEvent;
import dev.millrace.schemas.StoreSerde;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.internals.ForgettingRocksDbStore;

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
    /** Person and conversation, for as long as an example may live: what an erasure has to reach. */
    static final String PEOPLE = "people";
    /** Conversations that were erased, to what is still to be done about it. */
    static final String ERASED = "erased";
    /** Key of an erasure's record to the id of the request that this task has carried out. */
    static final String CARRIED_OUT = "carried-out";
    /** The suppression list, whole in every instance: key of an erasure's record to the id of its request. */
    static final String ERASURES = "erasures";

    private Stores() {}

    /** The only one that holds what people wrote. */
    static StoreBuilder<KeyValueStore<String, StoredEvent>> events() {
        return org.apache.kafka.streams.state.Stores.keyValueStoreBuilder(
                        ForgettingRocksDbStore.supplier(EVENTS), Serdes.String(), new StoreSerde<>(StoredEvent.class))
                .withCachingEnabled();
    }

    static StoreBuilder<KeyValueStore<String, Header>> headers() {
        return store(HEADERS, new StoreSerde<>(Header.class));
    }

    static StoreBuilder<KeyValueStore<String, String>> timers() {
        return store(TIMERS, Serdes.String());
    }

    static StoreBuilder<KeyValueStore<String, ExpiredConversation>> expired() {
        return store(EXPIRED, new StoreSerde<>(ExpiredConversation.class));
    }

    static StoreBuilder<KeyValueStore<String, Judged>> judged() {
        return store(JUDGED, new StoreSerde<>(Judged.class));
    }

    static StoreBuilder<KeyValueStore<String, String>> policies() {
        return store(POLICIES, Serdes.String());
    }

    static StoreBuilder<KeyValueStore<String, String>> people() {
        return store(PEOPLE, Serdes.String());
    }

    static StoreBuilder<KeyValueStore<String, ErasedConversation>> erased() {
        return store(ERASED, new StoreSerde<>(ErasedConversation.class));
    }

    static StoreBuilder<KeyValueStore<String, String>> carriedOut() {
        return store(CARRIED_OUT, Serdes.String());
    }

    /** In memory: asked about every event, and read from its topic at each start. */
    static StoreBuilder<KeyValueStore<String, String>> erasures() {
        return org.apache.kafka.streams.state.Stores.keyValueStoreBuilder(
                        org.apache.kafka.streams.state.Stores.inMemoryKeyValueStore(ERASURES),
                        Serdes.String(),
                        Serdes.String())
                .withLoggingDisabled();
    }

    private static <V> StoreBuilder<KeyValueStore<String, V>> store(String name, Serde<V> values) {
        return org.apache.kafka.streams.state.Stores.keyValueStoreBuilder(
                        org.apache.kafka.streams.state.Stores.persistentKeyValueStore(name), Serdes.String(), values)
                .withCachingEnabled();
    }
}

package dev.millrace.curation.topology;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.millrace.curation.state.StoredEvent;
import java.time.Duration;
import java.util.TreeSet;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.internals.ForgettingRocksDbStore;

/**
 * What the files of the store of events may still hold though the store does not.
 *
 * <p>Kept in memory alone: after a restart the tombstones that are written again find the same traces. A deletion is wiped at the
 * second call after it, since it may lie in the cache until the commit; so calls must be further apart than commits.
 */
final class Traces {
    private final KeyValueStore<String, StoredEvent> events;
    private final TreeSet<String> fresh = new TreeSet<>();
    private final TreeSet<String> committed = new TreeSet<>();

    Traces(KeyValueStore<String, StoredEvent> events) {
        this.events = events;
    }

    /** How often to {@link #wipe}. */
    static Duration interval(Duration lag, Duration commitInterval) {
        Duration longest = Duration.ofSeconds(30);
        Duration interval = lag.compareTo(longest) < 0 ? lag : longest;
        Duration twoCommits = commitInterval.multipliedBy(2);
        return interval.compareTo(twoCommits) < 0 ? twoCommits : interval;
    }

    /**
     * Something of a conversation was deleted or replaced. What says so is framed by two more deletions: a file of nothing but the
     * one key that another begins with would be laid beside that other, not merged with it.
     */
    void left(String conversation) {
        events.delete(StoreKeys.events(conversation));
        events.delete(StoreKeys.eventsEnd(conversation));
        fresh.add(StoreKeys.events(conversation));
    }

    void wipe() {
        ForgettingRocksDbStore.behind(events).ifPresent(files -> {
            if (files.forget(
                    committed.stream().map(prefix -> prefix.getBytes(UTF_8)).toList())) {
                committed.clear();
                committed.addAll(fresh);
                fresh.clear();
            }
        });
    }
}

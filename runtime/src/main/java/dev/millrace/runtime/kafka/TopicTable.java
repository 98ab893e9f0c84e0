package dev.millrace.runtime.kafka;

import java.time.Duration;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Predicate;
import org.apache.avro.specific.SpecificRecord;

/** The newest value of each key of a compacted topic, as of the last refresh. For one thread; whoever made it closes it. */
public final class TopicTable<V extends SpecificRecord> implements AutoCloseable {

    private static final Duration VISIBLE = Duration.ofMinutes(1);
    private static final Duration GLANCE = Duration.ofMillis(20);

    private final TopicReader<V> reader;
    private final Map<String, V> values = new LinkedHashMap<>();

    TopicTable(TopicReader<V> reader) {
        this.reader = reader;
    }

    /** Reads to what is the topic's end now. */
    public TopicTable<V> refresh() {
        reader.readToEnd(this::apply);
        return this;
    }

    /**
     * Refreshes until what was just committed is visible: a commit is acknowledged before every partition has its marker
     * (KIP-98), so that a single read right after it may miss what it wrote.
     *
     * @throws IllegalStateException if it is not visible after a minute
     */
    public void refreshUntil(String key, Predicate<V> committed) {
        long deadline = System.nanoTime() + VISIBLE.toNanos();
        while (refresh().get(key).filter(committed).isEmpty()) {
            if (System.nanoTime() > deadline) {
                throw new IllegalStateException("what was committed for %s cannot be read after %s; restart the service"
                        .formatted(key, VISIBLE));
            }
            LockSupport.parkNanos(GLANCE.toNanos());
        }
    }

    public Optional<V> get(String key) {
        return Optional.ofNullable(values.get(key));
    }

    /** A view by key. */
    public Map<String, V> values() {
        return Collections.unmodifiableMap(values);
    }

    private void apply(Event<V> event) {
        values.remove(event.key());
        V value = event.value();
        if (value != null) {
            values.put(event.key(), value);
        }
    }

    @Override
    public void close() {
        reader.close();
    }
}

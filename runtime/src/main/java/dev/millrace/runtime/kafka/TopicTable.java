package dev.millrace.runtime.kafka;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.avro.specific.SpecificRecord;

/** The newest value of each key of a compacted topic, as of the last refresh. For one thread; whoever made it closes it. */
public final class TopicTable<V extends SpecificRecord> implements AutoCloseable {

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

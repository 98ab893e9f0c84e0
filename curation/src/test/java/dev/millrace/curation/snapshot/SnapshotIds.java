package dev.millrace.curation.snapshot;

import dev.millrace.curation.similarity.ComparedText;
import dev.millrace.runtime.config.DomainConfig;
import dev.millrace.runtime.kafka.Event;
import dev.millrace.schemas.Topics;
import dev.millrace.schemas.event.Example;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.apache.kafka.streams.KeyValue;
import org.jspecify.annotations.Nullable;

/** Snapshot ids for tests of other packages. */
public final class SnapshotIds {
    private SnapshotIds() {}

    /** The id of the snapshot that these examples give with the default configuration. */
    public static String of(String domain, Collection<Example> examples) {
        return Cut.of(domain, inOrder(examples), DomainConfig.DEFAULTS).id();
    }

    /**
     * The same by the snapshotter's own index, which reads the records of the topic in batches; null is a tombstone.
     *
     * @param directory for the index
     */
    public static String byIndex(
            Path directory, String domain, List<KeyValue<String, @Nullable Example>> records, int batch) {
        try (ExampleIndex index = ExampleIndex.open(directory, 1)) {
            for (int from = 0; from < records.size(); from += batch) {
                int to = Math.min(records.size(), from + batch);
                List<Event<Example>> events = records.subList(from, to).stream()
                        .map(record -> event(record.key, record.value))
                        .toList();
                index.apply(events, Map.of(0, (long) to), Instant.EPOCH);
            }
            try (ExampleIndex.DomainView view = index.view(domain)) {
                return Cut.of(domain, view, DomainConfig.DEFAULTS).id();
            }
        }
    }

    private static Event<Example> event(String key, @Nullable Example value) {
        return new Event<>(Topics.EXAMPLES.name(), 0, 0, Instant.EPOCH, key, value);
    }

    static ExampleSet inOrder(Collection<Example> examples) {
        Map<String, Example> byId = new TreeMap<>();
        examples.forEach(example -> byId.put(example.getExampleId(), example));
        return new ExampleSet() {
            @Override
            public void forEach(Consumer<Example> action) {
                byId.values().forEach(action);
            }

            @Override
            public ComparedText compared(String exampleId) {
                return ComparedText.of(byId.get(exampleId).getMessages());
            }
        };
    }
}

package dev.millrace.curation.snapshot;

import dev.millrace.runtime.config.DomainConfig;
import dev.millrace.runtime.kafka.Event;
import dev.millrace.schemas.Keys;
import dev.millrace.schemas.event.Example;
import dev.millrace.schemas.event.SnapshotCounts;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A snapshot of examples that come from no topic: the same files and the same id as the snapshotter makes of the same
 * examples. They are kept in a store on disk. Not thread-safe; the caller closes it and deletes the directory.
 */
public final class OfflineSnapshot implements AutoCloseable {
    private static final int PARTITIONS = 1;
    private static final int BATCH = 500;
    private static final String TOPIC = "none";

    private final String domain;
    private final ExampleIndex index;
    private final List<Event<Example>> waiting = new ArrayList<>();
    private long added;

    private OfflineSnapshot(String domain, ExampleIndex index) {
        this.domain = domain;
        this.index = index;
    }

    /**
     * A snapshot that was written.
     *
     * @param excluded examples left out, by reason
     */
    public record Written(String id, SnapshotCounts counts, Map<String, Long> excluded) {}

    /** @param directory for the store: empty, or not there */
    public static OfflineSnapshot open(String domain, Path directory) {
        return new OfflineSnapshot(domain, ExampleIndex.open(directory, PARTITIONS));
    }

    /** Takes an example of the domain in the place of an earlier one with its id. */
    public void add(Example example) {
        String key = Keys.inDomain(domain, example.getExampleId());
        waiting.add(new Event<>(TOPIC, 0, added++, Instant.EPOCH, key, example));
        if (waiting.size() >= BATCH) {
            flush();
        }
    }

    private void flush() {
        index.apply(waiting, Map.of(0, added), Instant.EPOCH);
        waiting.clear();
    }

    /** Writes the files of the snapshot into an existing folder; empty, with no file written, where there is no example. */
    public Optional<Written> write(DomainConfig config, Path folder) throws IOException {
        flush();
        if (added == 0) {
            return Optional.empty();
        }
        try (ExampleIndex.DomainView view = index.view(domain)) {
            Cut cut = Cut.of(domain, view, config);
            new SnapshotFiles(folder, cut).write(view);
            Map<String, Long> excluded = new TreeMap<>();
            cut.selection()
                    .excluded()
                    .values()
                    .forEach(exclusion -> excluded.merge(exclusion.reason().code(), 1L, Long::sum));
            return Optional.of(new Written(cut.id(), cut.counts(), excluded));
        }
    }

    /** The id that the snapshot would have; empty where there is no example. */
    public Optional<String> id(DomainConfig config) {
        flush();
        if (added == 0) {
            return Optional.empty();
        }
        try (ExampleIndex.DomainView view = index.view(domain)) {
            return Optional.of(Cut.of(domain, view, config).id());
        }
    }

    @Override
    public void close() {
        index.close();
    }
}

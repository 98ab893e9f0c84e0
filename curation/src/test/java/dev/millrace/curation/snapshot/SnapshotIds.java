package dev.millrace.curation.snapshot;

import dev.millrace.curation.similarity.ComparedText;
import dev.millrace.runtime.config.DomainConfig;
import dev.millrace.schemas.event.Example;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Snapshot ids for tests of other packages. */
public final class SnapshotIds {
    private SnapshotIds() {}

    /** The id of the snapshot that these examples give with the default configuration. */
    public static String of(String domain, Collection<Example> examples) {
        return Cut.of(domain, inOrder(examples), DomainConfig.DEFAULTS).id();
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

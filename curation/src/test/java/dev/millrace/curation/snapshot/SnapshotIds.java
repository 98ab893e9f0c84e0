package dev.millrace.curation.snapshot;

import dev.millrace.runtime.config.DomainConfig;
import dev.millrace.schemas.event.Example;
import java.util.Collection;
import java.util.Comparator;

/** Snapshot ids for tests of other packages. */
public final class SnapshotIds {
    private SnapshotIds() {}

    /** The id of the snapshot that these examples give with the default configuration. */
    public static String of(String domain, Collection<Example> examples) {
        return Cut.of(domain, inOrder(examples), DomainConfig.DEFAULTS).id();
    }

    static ExampleSet inOrder(Collection<Example> examples) {
        return action -> examples.stream()
                .sorted(Comparator.comparing(Example::getExampleId))
                .forEach(action);
    }
}

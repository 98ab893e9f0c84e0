package dev.millrace.curation.replay;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a replay gave.
 *
 * @param replayedId id of the snapshot that was cut again; null if none could be
 * @param same whether it is the same snapshot
 * @param events raw events that were read for it
 * @param examples that were made of them
 * @param setAside conversations that would make examples and made none at the cut: inactivity closed them later, or a later event
 *     took them back
 * @param reasons why it is another one or none; empty if it is the same
 */
public record ReplayResult(
        String snapshotId,
        @Nullable String replayedId,
        boolean same,
        long events,
        long examples,
        long setAside,
        List<String> reasons) {}

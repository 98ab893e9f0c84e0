package dev.millrace.curation.snapshot;

import dev.millrace.runtime.snapshots.Split;
import dev.millrace.schemas.event.Example;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * The lines of all splits, those of a split in order of id: of each example its answer and the tasks made of it, then general
 * text, whose ids come after all hashes.
 *
 * <p>The holdout has answers alone, so that what is measured does not depend on the tasks.
 */
record SnapshotLines(Selection selection, TaskLines tasks, GeneralText general) {

    void forEach(ExampleSet examples, Consumer<SnapshotLine> action) {
        examples.forEach(example -> {
            Split split = selection.splits().get(example.getExampleId());
            if (split != null) {
                lines(example, split).forEach(action);
            }
        });
        general.lines().forEach(action);
    }

    private List<SnapshotLine> lines(Example example, Split split) {
        List<SnapshotLine> lines = new ArrayList<>(List.of(SnapshotLine.answer(example, split)));
        if (split != Split.HOLDOUT) {
            lines.addAll(tasks.of(example, split));
        }
        return lines;
    }
}

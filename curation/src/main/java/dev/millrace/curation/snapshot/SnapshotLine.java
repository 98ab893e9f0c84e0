package dev.millrace.curation.snapshot;

import dev.millrace.runtime.snapshots.Split;
import dev.millrace.schemas.event.Example;
import dev.millrace.schemas.event.Message;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A line of a split. */
final class SnapshotLine {
    static final String ANSWER = "answer";
    static final String GENERAL = "general";

    private final Split split;
    private final String task;
    private final @Nullable Example example;
    private final List<Message> messages;
    private final byte[] bytes;

    private SnapshotLine(Split split, String task, @Nullable Example example, List<Message> messages, byte[] bytes) {
        this.split = split;
        this.task = task;
        this.example = example;
        this.messages = messages;
        this.bytes = bytes;
    }

    static SnapshotLine answer(Example example, Split split) {
        return new SnapshotLine(split, ANSWER, example, example.getMessages(), ExampleLine.of(example));
    }

    static SnapshotLine task(Example example, Task task, List<Message> messages, Split split) {
        return new SnapshotLine(split, task.code(), null, messages, ExampleLine.ofTask(example, task, messages));
    }

    static SnapshotLine general(String id, List<Message> messages) {
        return new SnapshotLine(Split.TRAIN, GENERAL, null, messages, ExampleLine.ofGeneral(id, messages));
    }

    Split split() {
        return split;
    }

    /** What is learned from it: {@link #ANSWER}, {@link #GENERAL} or the code of a {@link Task}. */
    String task() {
        return task;
    }

    /** Whose answer it is; null for every other line. */
    @Nullable
    Example example() {
        return example;
    }

    List<Message> messages() {
        return messages;
    }

    /** As the file has it; not to be changed. */
    byte[] bytes() {
        return bytes;
    }
}

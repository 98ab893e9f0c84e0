package dev.millrace.curation.snapshot;

import dev.millrace.runtime.config.TaskConfig;
import dev.millrace.runtime.config.TasksConfig;
import dev.millrace.runtime.snapshots.Split;
import dev.millrace.schemas.event.Example;
import dev.millrace.schemas.event.Message;
import dev.millrace.schemas.event.Role;
import java.util.ArrayList;
import java.util.List;

/** Makes lines of further tasks of examples: which of them, a hash decides. Immutable. */
final class TaskLines {
    private static final String SALT = "millrace-task/1 ";

    private final TasksConfig config;

    TaskLines(TasksConfig config) {
        this.config = config;
    }

    /** In order of id, which is after that of the example's answer. */
    List<SnapshotLine> of(Example example, Split split) {
        List<SnapshotLine> lines = new ArrayList<>();
        for (Task task : Task.values()) {
            TaskConfig settings = task.config(config);
            if (settings.share() > 0
                    && HashPosition.of(SALT + task.code(), example.getExampleId()) < settings.share()) {
                task.exchange(example)
                        .map(exchange -> messages(settings.prompt(), exchange))
                        .map(messages -> SnapshotLine.task(example, task, messages, split))
                        .ifPresent(lines::add);
            }
        }
        return lines;
    }

    private static List<Message> messages(String prompt, Task.Exchange exchange) {
        return List.of(
                new Message(Role.SYSTEM, prompt.strip()),
                new Message(Role.USER, exchange.asked()),
                new Message(Role.ASSISTANT, exchange.answer()));
    }
}

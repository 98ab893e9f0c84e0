package dev.millrace.curation.topology;

import dev.millrace.curation.TestEvents;
import dev.millrace.curation.rules.FinalVerdicts;
import dev.millrace.curation.snapshot.SnapshotIds;
import dev.millrace.schemas.Keys;
import dev.millrace.schemas.Topics;
import dev.millrace.schemas.event.ChatEvent;
import dev.millrace.schemas.event.Conversation;
import dev.millrace.schemas.event.Example;
import dev.millrace.schemas.event.Rejection;
import dev.millrace.schemas.event.TicketEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.test.TestRecord;
import org.jspecify.annotations.Nullable;

/** The topology with a task for each partition, as a group of instances runs it, and the snapshot of what it wrote. */
final class PartitionedCuration implements AutoCloseable {
    private final List<CurationHarness> tasks;

    PartitionedCuration(int partitions, Map<String, String> settings) {
        tasks = Stream.generate(() -> new CurationHarness(settings))
                .limit(partitions)
                .toList();
    }

    /**
     * Where it all ends, less what tells of the arrival: revisions, offsets of the source, and in rejections the figures of what was
     * too long.
     */
    record End(
            Map<String, String> conversations,
            Map<String, String> examples,
            Map<String, String> rejections,
            String snapshotId) {

        static End of(Map<String, Conversation> conversations, FinalVerdicts verdicts, String snapshotId) {
            Map<String, String> shown = new TreeMap<>();
            conversations.forEach((key, value) -> shown.put(key, content(value)));
            Map<String, String> examples = new TreeMap<>();
            verdicts.accepted().forEach(example -> examples.put(example.getExampleId(), content(example)));
            Map<String, String> rejections = new TreeMap<>();
            verdicts.rejected()
                    .forEach(rejection -> rejections.put(rejection.getConversationId(), rejection.getReason()));
            return new End(shown, examples, rejections, snapshotId);
        }
    }

    void send(SpecificRecord event) {
        String key = key(event);
        tasks.get(Topics.TICKETS.partitioning().partition(key, tasks.size())).send(List.of(event));
    }

    static String key(SpecificRecord event) {
        return Keys.conversation(
                TestEvents.DOMAIN,
                TestEvents.SOURCE,
                event instanceof TicketEvent ticket ? ticket.getTicketId() : ((ChatEvent) event).getChatId());
    }

    void pass(Duration time) {
        tasks.forEach(task -> task.pass(time));
    }

    /** What the topics hold; the examples of the tasks lie in their one partition in some order. */
    End end(Random random) {
        Map<String, Conversation> conversations = new TreeMap<>();
        FinalVerdicts verdicts = new FinalVerdicts();
        List<List<TestRecord<String, Example>>> written = new ArrayList<>();
        for (CurationHarness task : tasks) {
            task.conversations().forEach(record -> keep(conversations, record.key(), record.value()));
            task.rejections().forEach(rejection -> verdicts.rejection(key(rejection), rejection));
            written.add(task.examples());
        }
        List<KeyValue<String, @Nullable Example>> examples = mixed(written, random);
        examples.forEach(record -> verdicts.example(record.key, record.value));
        Path index = CurationHarness.temporary();
        String snapshot = SnapshotIds.byIndex(index, TestEvents.DOMAIN, examples, 1 + random.nextInt(20));
        return End.of(conversations, verdicts, snapshot);
    }

    static void keep(Map<String, Conversation> conversations, String key, @Nullable Conversation value) {
        if (value == null) {
            conversations.remove(key);
        } else {
            conversations.put(key, value);
        }
    }

    static String key(Rejection rejection) {
        return Keys.conversation(rejection.getDomain(), rejection.getSource(), rejection.getConversationId());
    }

    private static List<KeyValue<String, @Nullable Example>> mixed(
            List<List<TestRecord<String, Example>>> tasks, Random random) {
        List<List<TestRecord<String, Example>>> left = new ArrayList<>(tasks);
        left.removeIf(List::isEmpty);
        List<KeyValue<String, @Nullable Example>> mixed = new ArrayList<>();
        while (!left.isEmpty()) {
            int task = random.nextInt(left.size());
            TestRecord<String, Example> next = left.get(task).get(0);
            mixed.add(new KeyValue<>(next.key(), next.value()));
            left.set(task, left.get(task).subList(1, left.get(task).size()));
            left.removeIf(List::isEmpty);
        }
        return mixed;
    }

    private static String content(Conversation conversation) {
        return Conversation.newBuilder(conversation)
                .setRevision(0)
                .setSourceOffsets(List.of())
                .build()
                .toString();
    }

    private static String content(Example example) {
        return Example.newBuilder(example)
                .setRevision(0)
                .setSourceOffsets(List.of())
                .build()
                .toString();
    }

    @Override
    public void close() {
        tasks.forEach(CurationHarness::close);
    }
}

package dev.millrace.curation.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.curation.TestEvents;
import dev.millrace.curation.snapshot.SnapshotIds;
import dev.millrace.schemas.event.Author;
import dev.millrace.schemas.event.Conversation;
import dev.millrace.schemas.event.Example;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.apache.avro.specific.SpecificRecord;

/** Whatever the order in which events come, and however often: the end is the same. */
class ArrivalOrderTest {
    private static final Map<String, String> SETTINGS = Map.of("curation.idleTimeout", "1h", "curation.expiry", "30d");
    private static final List<SpecificRecord> EVENTS = events();
    private static final End EXPECTED = end(EVENTS);

    private record End(Map<String, String> conversations, Map<String, String> examples, String snapshotId) {}

    @Property(tries = 20, shrinking = ShrinkingMode.OFF)
    void shouldEndWithTheSameConversationsExamplesAndSnapshotIdWhateverTheOrderOfArrival(
            @ForAll("arrivals") List<SpecificRecord> arrivals) {
        End end = end(arrivals);

        assertThat(end.examples()).hasSize(4).isEqualTo(EXPECTED.examples());
        assertThat(end.conversations()).hasSize(7).isEqualTo(EXPECTED.conversations());
        assertThat(end.snapshotId()).isEqualTo(EXPECTED.snapshotId());
    }

    /** All events in some order, some of them more than once. */
    @Provide
    Arbitrary<List<SpecificRecord>> arrivals() {
        return Arbitraries.of(EVENTS).list().ofMaxSize(15).flatMap(again -> {
            List<SpecificRecord> all = new ArrayList<>(EVENTS);
            all.addAll(again);
            return Arbitraries.shuffle(all);
        });
    }

    private static List<SpecificRecord> events() {
        List<SpecificRecord> events = new ArrayList<>(TestEvents.solved("plain"));
        TestEvents reopened = TestEvents.of("reopened");
        events.addAll(List.of(
                reopened.opened(TestEvents.QUESTION),
                reopened.agent("Please clear the cache of your browser."),
                reopened.resolved("cache"),
                reopened.reopened(),
                reopened.agent(TestEvents.ANSWER),
                reopened.resolved("invoice")));
        TestEvents badlyRated = TestEvents.of("badly-rated");
        events.addAll(List.of(
                badlyRated.opened(TestEvents.QUESTION),
                badlyRated.agent(TestEvents.ANSWER),
                badlyRated.resolved(),
                badlyRated.rated(5),
                badlyRated.rated(1)));
        TestEvents redacted = TestEvents.of("redacted");
        events.addAll(List.of(
                redacted.opened("Lost invoice", TestEvents.QUESTION, "Jane Doe"),
                redacted.customer("I am Jane Doe, and my diary says something private."),
                redacted.agent("Hi Jane. " + TestEvents.ANSWER),
                redacted.resolved(),
                redacted.redacted("redacted-2")));
        TestEvents open = TestEvents.of("left-open");
        events.addAll(List.of(open.opened(TestEvents.QUESTION), open.agent(TestEvents.ANSWER)));
        TestEvents again = TestEvents.of("reopened-and-left");
        events.addAll(List.of(
                again.opened(TestEvents.QUESTION), again.agent(TestEvents.ANSWER), again.resolved(), again.reopened()));
        TestEvents chat = TestEvents.of("chat");
        events.addAll(List.of(
                chat.says(Author.AGENT, "Hello, how can I help?"),
                chat.says(Author.CUSTOMER, TestEvents.QUESTION),
                chat.says(Author.AGENT, TestEvents.ANSWER),
                chat.ended(true)));
        return List.copyOf(events);
    }

    private static End end(List<SpecificRecord> arrivals) {
        try (CurationHarness curation = new CurationHarness(SETTINGS)) {
            curation.send(arrivals);
            curation.pass(Duration.ofHours(2));
            Map<String, String> conversations = new TreeMap<>();
            curation.conversations().forEach(record -> conversations.put(record.key(), content(record.value())));
            Map<String, Example> examples = curation.currentExamples();
            Map<String, String> contents = examples.entrySet().stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, entry -> content(entry.getValue())));
            return new End(conversations, contents, SnapshotIds.of(TestEvents.DOMAIN, examples.values()));
        }
    }

    /** Everything but what tells of the arrival. */
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
}

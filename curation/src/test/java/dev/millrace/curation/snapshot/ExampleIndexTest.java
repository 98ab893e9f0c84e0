package dev.millrace.curation.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.curation.RocksFiles;
import dev.millrace.curation.state.DomainMark;
import dev.millrace.runtime.kafka.Event;
import dev.millrace.schemas.Keys;
import dev.millrace.schemas.Topics;
import dev.millrace.schemas.event.Example;
import dev.millrace.schemas.event.Message;
import dev.millrace.schemas.event.Role;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExampleIndexTest {
    private static final Instant NOW = Instant.parse("2026-01-10T00:00:00Z");

    @TempDir
    private Path directory;

    @Test
    void shouldLeaveNothingOfAnExampleInItsFilesThatIsGone() throws Exception {
        try (ExampleIndex index = ExampleIndex.open(directory, 1)) {
            // Given
            List<Example> examples = TestExamples.many("billing", 3);
            Example canary = Example.newBuilder(examples.get(1))
                    .setMessages(List.of(new Message(Role.USER, "Featherstonehaugh-4711")))
                    .build();
            apply(index, List.of(event(examples.get(0), true), event(canary, true), event(examples.get(2), true)));
            apply(index, List.of(event(examples.get(0), false)));
            index.settle();
            assertThat(RocksFiles.holding(directory, "Featherstonehaugh-4711")).isNotEmpty();

            // When
            apply(index, List.of(event(canary, false)));
            index.settle();

            // Then
            await().untilAsserted(() -> assertThat(RocksFiles.holding(directory, "Featherstonehaugh-4711"))
                    .isEmpty());
        }
    }

    @Test
    void shouldCountWhatCameChangedAndWent() {
        try (ExampleIndex index = ExampleIndex.open(directory, 1)) {
            List<Example> examples = TestExamples.many("billing", 3);
            apply(
                    index,
                    List.of(event(examples.get(0), true), event(examples.get(1), true), event(examples.get(2), true)));
            apply(
                    index,
                    List.of(
                            event(examples.get(0), true),
                            event(examples.get(1), false),
                            event(examples.get(1), false)));

            assertMark(index, 2, 4);
        }
    }

    @Test
    void shouldCountAnExampleOnceThatComesAndGoesWithinOneBatch() {
        try (ExampleIndex index = ExampleIndex.open(directory, 1)) {
            Example example = TestExamples.many("billing", 1).get(0);

            apply(index, List.of(event(example, true), event(example, false), event(example, true)));

            assertMark(index, 1, 3);
        }
    }

    @Test
    void shouldKeepAFrozenViewWhileExamplesComeAndGo() {
        try (ExampleIndex index = ExampleIndex.open(directory, 1)) {
            List<Example> examples = TestExamples.many("billing", 3);
            apply(index, List.of(event(examples.get(0), true), event(examples.get(1), true)));
            try (ExampleIndex.DomainView view = index.view("billing")) {
                apply(index, List.of(event(examples.get(0), false), event(examples.get(2), true)));

                assertThat(ids(view))
                        .containsExactlyInAnyOrder(
                                examples.get(0).getExampleId(), examples.get(1).getExampleId())
                        .isSorted();
            }
        }
    }

    @Test
    void shouldKeepDomainsApartThatBeginAlike() {
        try (ExampleIndex index = ExampleIndex.open(directory, 1)) {
            apply(index, List.of(event(TestExamples.many("billing", 1).get(0), true)));
            apply(index, List.of(event(TestExamples.many("billing-2", 1).get(0), true)));

            try (ExampleIndex.DomainView view = index.view("billing")) {
                assertThat(ids(view)).hasSize(1);
            }
        }
    }

    @Test
    void shouldRememberWhereItWasAndForgetOnlyTheClearedPartition() {
        try (ExampleIndex index = ExampleIndex.open(directory, 8)) {
            index.apply(events("billing"), Map.of(partition("billing"), 7L), NOW);
            index.apply(events("returns"), Map.of(partition("returns"), 9L), NOW);
        }
        assertThat(partition("billing")).isNotEqualTo(partition("returns"));
        try (ExampleIndex index = ExampleIndex.open(directory, 8)) {
            index.clear(partition("billing"));

            assertThat(index.partition(partition("billing"))).isEmpty();
            assertThat(index.domain("billing")).isEmpty();
            assertThat(index.partition(partition("returns")).orElseThrow().getNextOffset())
                    .isEqualTo(9);
            assertThat(index.domains(partition("returns"))).containsExactly("returns");
        }
    }

    @Test
    void shouldBeginAnewWhenThePartitionCountHasChanged() {
        try (ExampleIndex index = ExampleIndex.open(directory, 1)) {
            apply(index, List.of(event(TestExamples.many("billing", 1).get(0), true)));
        }
        try (ExampleIndex index = ExampleIndex.open(directory, 2)) {
            assertThat(index.domain("billing")).isEmpty();
            assertThat(index.partition(0)).isEmpty();
        }
    }

    private static int partition(String domain) {
        return Topics.EXAMPLES.partitioning().partition(domain, 8);
    }

    private static List<Event<Example>> events(String domain) {
        return List.of(event(TestExamples.many(domain, 1).get(0), true));
    }

    private static void apply(ExampleIndex index, List<Event<Example>> events) {
        index.apply(events, Map.of(0, 1L), NOW);
    }

    private static Event<Example> event(Example example, boolean present) {
        @Nullable Example value = present ? example : null;
        String key = Keys.inDomain(example.getDomain(), example.getExampleId());
        return new Event<>(Topics.EXAMPLES.name(), 0, 0, NOW, key, value);
    }

    private static List<String> ids(ExampleSet view) {
        List<String> ids = new ArrayList<>();
        view.forEach(example -> ids.add(example.getExampleId()));
        return ids;
    }

    private static void assertMark(ExampleIndex index, long examples, long changes) {
        DomainMark mark = index.domain("billing").orElseThrow();
        assertThat(mark.getExamples()).isEqualTo(examples);
        assertThat(mark.getChanges()).isEqualTo(changes);
        assertThat(mark.getSince()).isEqualTo(NOW);
    }
}

package dev.millrace.curation.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.curation.similarity.Variations;
import dev.millrace.runtime.config.DomainConfig;
import dev.millrace.runtime.config.MillraceConfig;
import dev.millrace.runtime.kafka.Event;
import dev.millrace.schemas.Keys;
import dev.millrace.schemas.Topics;
import dev.millrace.schemas.event.Example;
import dev.millrace.schemas.event.Message;
import dev.millrace.schemas.event.Role;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.ShrinkingMode;
import org.jspecify.annotations.Nullable;

/** Whatever the order in which examples come, however often, in which batches and with which crashes: the cut is the same. */
class SelectionOrderTest {
    private static final String DOMAIN = "billing";
    private static final Instant NOW = Instant.parse("2026-01-10T00:00:00Z");
    private static final List<Example> EXAMPLES = examples();
    private static final DomainConfig CONFIG = MillraceConfig.load(
                    Optional.empty(),
                    Map.of(),
                    Map.of(
                            "domainDefaults.policy.similarity.maxExamplesPerReply",
                            "4",
                            "domainDefaults.policy.similarity.holdoutOverlap",
                            "0.5",
                            "domainDefaults.splits.holdout",
                            "0.3"))
            .domain(DOMAIN);
    private static final Cut EXPECTED = Cut.of(DOMAIN, SnapshotIds.inOrder(EXAMPLES), CONFIG);

    /** What is read from the topic, and after how many records the process is killed and starts again. */
    private record Arrival(List<Example> examples, int batch, int killedAfter, int partitions) {}

    @Property(tries = 15, shrinking = ShrinkingMode.OFF)
    void shouldCutTheSameWhateverTheOrderOfArrivalAndTheCrashes(@ForAll("arrivals") Arrival arrival)
            throws IOException {
        // Given
        Path directory = Files.createTempDirectory("selection-order");
        try {
            read(directory, arrival, 0, arrival.killedAfter());

            // When
            Cut cut = read(
                    directory,
                    arrival,
                    arrival.killedAfter(),
                    arrival.examples().size());

            // Then
            assertThat(cut.selection()).isEqualTo(EXPECTED.selection());
            assertThat(cut.id()).isEqualTo(EXPECTED.id());
            assertThat(cut.excludedByReason())
                    .containsKeys(
                            ExclusionReason.DUPLICATE,
                            ExclusionReason.NEAR_DUPLICATE,
                            ExclusionReason.HOLDOUT_OVERLAP,
                            ExclusionReason.REPLY_CAP);
        } finally {
            delete(directory);
        }
    }

    @Provide
    Arbitrary<Arrival> arrivals() {
        Arbitrary<List<Example>> examples = Arbitraries.of(EXAMPLES)
                .list()
                .ofMaxSize(20)
                .flatMap(again -> Arbitraries.shuffle(
                        Stream.concat(EXAMPLES.stream(), again.stream()).toList()));
        return Combinators.combine(
                        examples,
                        Arbitraries.integers().between(1, 40),
                        Arbitraries.integers().between(0, EXAMPLES.size()),
                        Arbitraries.integers().between(1, 12))
                .as(Arrival::new);
    }

    private static Cut read(Path directory, Arrival arrival, int from, int to) {
        try (ExampleIndex index = ExampleIndex.open(directory, arrival.partitions())) {
            for (int at = from; at < to; at += arrival.batch()) {
                List<Event<Example>> events = new ArrayList<>();
                // Each is first another one, and gone, before it is what it stays.
                for (Example example : arrival.examples().subList(at, Math.min(to, at + arrival.batch()))) {
                    events.add(event(example, other(example)));
                    events.add(event(example, null));
                    events.add(event(example, example));
                }
                index.apply(events, Map.of(0, (long) at), NOW);
            }
            try (ExampleIndex.DomainView view = index.view(DOMAIN)) {
                return to == 0 ? EXPECTED : Cut.of(DOMAIN, view, CONFIG);
            }
        }
    }

    private static Example other(Example example) {
        return Example.newBuilder(example)
                .setMessages(EXAMPLES.get(0).getMessages())
                .build();
    }

    private static Event<Example> event(Example example, @Nullable Example value) {
        String key = Keys.inDomain(example.getDomain(), example.getExampleId());
        return new Event<>(Topics.EXAMPLES.name(), 0, 0, NOW, key, value);
    }

    /** Twelve conversations, each with four variations from nearly the same to only similar, and the same again; a canned reply. */
    private static List<Example> examples() {
        Variations variations = new Variations(3);
        Random random = new Random(5);
        List<Example> examples = new ArrayList<>();
        for (int i = 0; i < 12; i++) {
            List<Message> original = List.of(
                    new Message(Role.USER, words(random, 60)),
                    new Message(Role.ASSISTANT, "Please open your account and choose orders " + i % 2));
            examples.add(SimilarExamples.example(DOMAIN, examples.size(), original));
            for (double jaccard : new double[] {0.97, 0.85, 0.72, 0.6}) {
                examples.add(
                        SimilarExamples.example(DOMAIN, examples.size(), variations.wordsEdited(original, jaccard)));
            }
            examples.add(SimilarExamples.example(DOMAIN, examples.size(), original));
        }
        String canned = words(random, 60);
        for (int i = 0; i < 16; i++) {
            examples.add(SimilarExamples.example(
                    DOMAIN,
                    examples.size(),
                    List.of(
                            new Message(Role.USER, "Question " + i % 13 + "?".repeat(1 + i / 13)),
                            new Message(Role.ASSISTANT, canned))));
        }
        return List.copyOf(examples);
    }

    private static String words(Random random, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "word" + random.nextInt(5000))
                .collect(Collectors.joining(" "));
    }

    private static void delete(Path directory) throws IOException {
        List<Path> all;
        try (Stream<Path> files = Files.walk(directory)) {
            all = files.sorted(Comparator.reverseOrder()).toList();
        }
        for (Path path : all) {
            Files.delete(path);
        }
    }
}

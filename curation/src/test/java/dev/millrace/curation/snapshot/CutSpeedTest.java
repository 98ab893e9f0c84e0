package dev.millrace.curation.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.curation.similarity.Variations;
import dev.millrace.runtime.config.DomainConfig;
import dev.millrace.runtime.kafka.Event;
import dev.millrace.schemas.Keys;
import dev.millrace.schemas.Topics;
import dev.millrace.schemas.event.Example;
import dev.millrace.schemas.event.Message;
import dev.millrace.schemas.event.Role;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;

/** How long a cut of 100,000 examples of 1.6 kB takes, files included; one in ten is a near duplicate. Prints it. */
@EnabledIfSystemProperty(
        named = "millrace.measure",
        matches = "true",
        disabledReason = "SKIPPED: a measurement of minutes; -Dmillrace.measure=true runs it")
class CutSpeedTest {
    private static final String DOMAIN = "billing";
    private static final int EXAMPLES = 100_000;
    private static final int BATCH = 500;
    private static final int VOCABULARY = 20_000;

    @TempDir
    private Path directory;

    @Test
    void shouldCutAHundredThousandExamplesWithinAMinute() throws IOException {
        // Given
        try (ExampleIndex index = ExampleIndex.open(directory.resolve("index"), 1)) {
            long kept = fill(index);
            Path folder = Files.createDirectory(directory.resolve("snapshot"));

            // When
            long begin = System.nanoTime();
            long processor = processorTime();
            Cut cut;
            long selected;
            try (ExampleIndex.DomainView view = index.view(DOMAIN)) {
                cut = Cut.of(DOMAIN, view, DomainConfig.DEFAULTS);
                selected = System.nanoTime() - begin;
                new SnapshotFiles(folder, cut).write(view);
            }
            Duration took = Duration.ofNanos(System.nanoTime() - begin);
            processor = processorTime() - processor;

            // Then
            System.out.printf(
                    "%d examples: kept in the index at %.0f a second, cut in %.1f s (worked out in %.1f s, %.1f s of the thread's processor time): %s%n",
                    EXAMPLES,
                    EXAMPLES * 1e9 / kept,
                    took.toMillis() / 1e3,
                    selected / 1e9,
                    processor / 1e9,
                    cut.excludedByReason());
            assertThat(took).isLessThan(Duration.ofSeconds(60));
        }
    }

    /** Of this thread, in nanoseconds: what a busy machine does not change much. */
    private static long processorTime() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    /** Fills the index; gives the time that it took to keep them, in nanoseconds. */
    private static long fill(ExampleIndex index) {
        Random random = new Random(1);
        Variations variations = new Variations(2);
        List<Message> last = List.of();
        long kept = 0;
        for (int at = 0; at < EXAMPLES; at += BATCH) {
            List<Event<Example>> events = new ArrayList<>();
            for (int i = at; i < at + BATCH; i++) {
                last = i % 10 == 9 ? variations.wordsEdited(last, 0.9) : ticket(random);
                Example example = SimilarExamples.example(DOMAIN, i, last);
                String key = Keys.inDomain(DOMAIN, example.getExampleId());
                events.add(new Event<>(Topics.EXAMPLES.name(), 0, i, Instant.EPOCH, key, example));
            }
            long begin = System.nanoTime();
            index.apply(events, Map.of(0, (long) at), Instant.EPOCH);
            kept += System.nanoTime() - begin;
        }
        return kept;
    }

    private static List<Message> ticket(Random random) {
        return List.of(new Message(Role.USER, text(random)), new Message(Role.ASSISTANT, text(random)));
    }

    private static String text(Random random) {
        StringBuilder text = new StringBuilder();
        while (text.length() < 800) {
            int rank = (int) Math.pow(VOCABULARY, random.nextDouble());
            text.append(Integer.toString(rank * 7919, Character.MAX_RADIX)).append(' ');
        }
        return text.toString();
    }
}

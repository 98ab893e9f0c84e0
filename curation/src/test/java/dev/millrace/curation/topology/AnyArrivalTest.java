package dev.millrace.curation.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.curation.GeneratedEvents;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.ShrinkingMode;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.apache.avro.specific.SpecificRecord;

/**
 * Whatever the tickets and chats, and whatever the order in which their events come, how often, with which pauses and over how many
 * partitions: the same conversations, examples, rejections and snapshot.
 *
 * <p>Pauses are longer than the idle timeout, so that some conversations are closed and judged before the rest of them comes; together
 * they stay below the expiry, after which a conversation takes nothing more. {@link PartitionedCuration.End} tells what is not compared.
 */
class AnyArrivalTest {
    private static final Map<String, String> SETTINGS =
            Map.of("curation.idleTimeout", "1h", "curation.expiry", "30d", "curation.maxTurns", "11");
    private static final int CONVERSATIONS = 20;
    private static final Map<Long, PartitionedCuration.End> EXPECTED = new HashMap<>();

    @Property(tries = 8, shrinking = ShrinkingMode.OFF)
    void shouldEndTheSameWhateverTheArrival(
            @ForAll @LongRange(min = 1, max = 3) long stream,
            @ForAll @IntRange(min = 1, max = 4) int partitions,
            @ForAll long seed) {
        // Given
        List<SpecificRecord> events = GeneratedEvents.of(stream, CONVERSATIONS, true);
        PartitionedCuration.End expected =
                EXPECTED.computeIfAbsent(stream, number -> end(events, 1, 0, new Random(number)));
        Random random = new Random(seed);
        List<SpecificRecord> arrivals = new ArrayList<>(events);
        for (int again = random.nextInt(events.size()); again > 0; again--) {
            arrivals.add(events.get(random.nextInt(events.size())));
        }
        Collections.shuffle(arrivals, random);

        // When
        PartitionedCuration.End end = end(arrivals, partitions, random.nextInt(4), random);

        // Then
        assertThat(end.conversations()).isEqualTo(expected.conversations());
        assertThat(end.rejections()).isEqualTo(expected.rejections());
        assertThat(end.examples()).isEqualTo(expected.examples()).hasSizeGreaterThan(4);
        assertThat(end.snapshotId()).isEqualTo(expected.snapshotId());
    }

    private static PartitionedCuration.End end(
            List<SpecificRecord> arrivals, int partitions, int pauses, Random random) {
        try (PartitionedCuration curation = new PartitionedCuration(partitions, SETTINGS)) {
            List<Integer> pausesBefore =
                    random.ints(pauses, 0, arrivals.size()).boxed().toList();
            for (int i = 0; i < arrivals.size(); i++) {
                if (pausesBefore.contains(i)) {
                    curation.pass(Duration.ofHours(2));
                }
                curation.send(arrivals.get(i));
            }
            curation.pass(Duration.ofHours(2));
            return curation.end(random);
        }
    }
}

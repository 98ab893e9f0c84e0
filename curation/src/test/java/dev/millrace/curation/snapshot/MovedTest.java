package dev.millrace.curation.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.curation.state.CutMark;
import dev.millrace.curation.state.DomainMark;
import dev.millrace.runtime.config.TriggerConfig;
import dev.millrace.schemas.event.Example;
import dev.millrace.schemas.event.Message;
import dev.millrace.schemas.event.Role;
import dev.millrace.schemas.event.SnapshotTrigger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What came since the cut, against what the snapshot holds. */
class MovedTest {
    private static final Instant NOW = Instant.parse("2026-01-10T00:00:00Z");
    private static final TriggerConfig CONFIG = new TriggerConfig(0, null, 1, null, 0.2, 100, 0.5, 50);

    private final Random random = new Random(11);
    private final DomainMark mark =
            DomainMark.newBuilder().setExamples(0).setChanges(0).setSince(NOW).build();

    @Test
    void shouldKnowTheIndexOfTwoSamples() {
        // 0.5 * ln(0.75 / 0.25), twice, on counts so large that smoothing is nothing
        StabilityIndex index = StabilityIndex.of(new long[] {750_000, 250_000, 0}, new long[] {250_000, 750_000, 0});

        assertThat(index.value()).isCloseTo(Math.log(3), Offset.offset(1e-4));
        assertThat(StabilityIndex.of(new long[] {10, 10}, new long[] {10, 10}).value())
                .isZero();
    }

    @Test
    void shouldSayNothingWhenWhatComesIsAsBefore() {
        CutMark last = snapshotOf(600);
        add(300, example -> {});

        assertThat(Moved.since(last, mark, CONFIG)).isEmpty();
    }

    @Test
    void shouldSeeChanceAloneInAtMostOneOfAHundredSmallSamples() {
        long alarms = IntStream.range(0, 300)
                .filter(i -> StabilityIndex.of(sample(400), sample(100)).exceeds(0.05))
                .count();

        assertThat(alarms).isLessThanOrEqualTo(3);
    }

    private long[] sample(int size) {
        long[] counts = new long[32];
        for (int i = 0; i < size; i++) {
            counts[Math.min(random.nextInt(32), random.nextInt(32))]++;
        }
        return counts;
    }

    @ParameterizedTest
    @CsvSource({"intents", "lengths", "words"})
    void shouldTellOfDriftInEachOfThem(String what) {
        CutMark last = snapshotOf(600);
        add(100, example -> {
            switch (what) {
                case "intents" -> example.setTags(List.of("tag-" + (20 + random.nextInt(3))));
                case "lengths" -> say(example, words(random.nextInt(500), 60));
                default -> say(example, words(9_000, 12));
            }
        });

        Due due = Moved.since(last, mark, CONFIG).orElseThrow();

        assertThat(due.trigger()).isEqualTo(SnapshotTrigger.DRIFT);
        assertThat(due.detail())
                .startsWith("population stability index of 100 examples")
                .contains(what + " ", "the trigger is 0.2");
    }

    @Test
    void shouldNotLookAtTooFewNorWhenTurnedOff() {
        CutMark last = snapshotOf(600);
        add(99, example -> example.setTags(List.of("other")));
        TriggerConfig off = new TriggerConfig(0, null, 1, null, 0, 1, 0, 1);

        assertThat(Moved.since(last, mark, CONFIG)).isEmpty();
        assertThat(Moved.since(last, mark, off)).isEmpty();
    }

    @Test
    void shouldTellWhenTheNewestRatingsAreMuchLower() {
        CutMark last = snapshotOf(200);
        add(30, example -> example.setRating(5));
        add(19, example -> example.setRating(3));
        assertThat(Moved.since(last, mark, CONFIG)).isEmpty();
        add(31, example -> example.setRating(3));

        Optional<Due> due = Moved.since(last, mark, CONFIG);

        assertThat(due).map(Due::trigger).contains(SnapshotTrigger.RATING);
        assertThat(due.orElseThrow().detail())
                .isEqualTo("mean rating of the newest 50 rated examples is 3.00, of the snapshot's 200 4.00;"
                        + " the trigger is 0.5 less");
    }

    /** All examples that came so far are in the snapshot. */
    private CutMark snapshotOf(int count) {
        Profile profile = new Profile();
        add(count, profile::add);
        return CutMark.newBuilder()
                .setChanges(0)
                .setAt(NOW)
                .setArrived(mark.getArrived())
                .setSnapshot(profile.counts())
                .build();
    }

    private void add(int count, Consumer<Example> change) {
        DomainChange batch = new DomainChange(mark);
        for (int i = 0; i < count; i++) {
            Example example =
                    TestExamples.example("billing", i, "s", words(random.nextInt(500), 12), "tag-" + random.nextInt(6));
            example.setRating(4);
            change.accept(example);
            batch.count(false, example);
        }
        batch.mark();
    }

    private static void say(Example example, String text) {
        example.setMessages(List.of(new Message(Role.ASSISTANT, text)));
    }

    /** Words of a vocabulary in which the first ones are the most frequent. */
    private String words(int from, int count) {
        int base = from / 500 * 500;
        return IntStream.range(0, count)
                .mapToObj(i -> "word" + (base + (int) (500 * Math.pow(random.nextDouble(), 3))))
                .collect(Collectors.joining(" "));
    }
}

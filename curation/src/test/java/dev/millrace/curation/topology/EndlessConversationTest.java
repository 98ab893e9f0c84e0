package dev.millrace.curation.topology;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.curation.TestEvents;
import dev.millrace.schemas.event.Author;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A conversation that never ends costs its limits once and then next to nothing, and others go on beside it. */
class EndlessConversationTest {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    @ParameterizedTest(name = "{0}")
    @MethodSource("conversations")
    void shouldRejectOnceAndStayBoundedWhenAConversationDoesNotEnd(
            String what, int events, IntFunction<SpecificRecord> event) {
        int part = events / 4;
        try (CurationHarness curation = new CurationHarness(Map.of())) {
            // When
            long first = nanos(() -> send(curation, event, 0, part));
            long second = nanos(() -> send(curation, event, part, 2 * part));
            send(curation, event, 2 * part, events - part);
            long last = nanos(() -> send(curation, event, events - part, events));
            curation.send(TestEvents.solved("beside"));

            // Then
            assertThat(curation.reasons()).containsOnlyOnce("too-long").doesNotContain("too-late");
            assertThat(curation.entries(Stores.EVENTS)).isEqualTo(3);
            assertThat(curation.entries(Stores.HEADERS)).isEqualTo(2);
            assertThat(curation.entries(Stores.TIMERS)).isLessThanOrEqualTo(4);
            assertThat(curation.currentExamples()).hasSize(1);
            assertThat(last)
                    .as("the last quarter, in ns, after %d and %d", first, second)
                    .isLessThan(3 * second);
        }
    }

    static Stream<Arguments> conversations() {
        TestEvents talk = TestEvents.of("talk");
        TestEvents ratings = TestEvents.of("ratings");
        TestEvents removals = TestEvents.of("removals");
        return Stream.of(
                Arguments.of("messages", 100_000, (IntFunction<SpecificRecord>)
                        i -> talk.says(i % 2 == 0 ? Author.CUSTOMER : Author.AGENT, "Are you there, or am I alone?")),
                Arguments.of("ratings", 5_000, (IntFunction<SpecificRecord>) i -> ratings.rated(1 + i % 5)),
                Arguments.of("removals", 5_000, (IntFunction<SpecificRecord>)
                        i -> removals.redacted("a message of some name that nobody has ever seen " + i)));
    }

    private static void send(CurationHarness curation, IntFunction<SpecificRecord> event, int from, int to) {
        for (int i = from; i < to; i++) {
            curation.send(List.of(event.apply(i)));
        }
    }

    /** Processor time of this thread: others on the machine do not count. */
    private static long nanos(Runnable work) {
        long begin = THREADS.getCurrentThreadCpuTime();
        work.run();
        return THREADS.getCurrentThreadCpuTime() - begin;
    }
}

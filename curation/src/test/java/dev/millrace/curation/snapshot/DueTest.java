package dev.millrace.curation.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.curation.state.CutMark;
import dev.millrace.curation.state.DomainMark;
import dev.millrace.runtime.config.TriggerConfig;
import dev.millrace.schemas.event.SnapshotTrigger;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DueTest {
    private static final Instant NOW = Instant.parse("2026-01-10T00:00:00Z");
    private static final TriggerConfig CONFIG = new TriggerConfig(100, Duration.ofDays(1), 50, null, 0, 100, 0, 50);

    @Test
    void shouldBeDueByCountOfChangesSinceTheLastCut() {
        Optional<Due> due = due(domain(80, 300), cut(200, Duration.ofHours(1)), Due.Change.NONE, Duration.ZERO);

        assertThat(due).map(Due::trigger).contains(SnapshotTrigger.COUNT);
        assertThat(due.orElseThrow().detail()).contains("100 examples").contains("the trigger is 100");
        assertThat(due(domain(80, 299), cut(200, Duration.ofHours(1)), Due.Change.NONE, Duration.ZERO))
                .isEmpty();
    }

    @Test
    void shouldBeDueByTimeOnlyIfAnythingChanged() {
        assertThat(due(domain(80, 201), cut(200, Duration.ofDays(1)), Due.Change.NONE, Duration.ZERO))
                .map(Due::trigger)
                .contains(SnapshotTrigger.INTERVAL);
        assertThat(due(domain(80, 200), cut(200, Duration.ofDays(9)), Due.Change.NONE, Duration.ZERO))
                .isEmpty();
    }

    @Test
    void shouldCountTheTimeFromTheFirstExampleBeforeTheFirstCut() {
        assertThat(due(domain(80, 80), Optional.empty(), Due.Change.NONE, Duration.ZERO))
                .map(Due::trigger)
                .contains(SnapshotTrigger.INTERVAL);
    }

    @Test
    void shouldNotBeDueWithTooFewExamples() {
        assertThat(due(domain(49, 500), Optional.empty(), Due.Change.POLICY, Duration.ofHours(1)))
                .isEmpty();
    }

    @Test
    void shouldBeDueAfterAChangeOfPolicyOnceTheConversationsAreJudgedAnew() {
        Optional<CutMark> last = cut(200, Duration.ofHours(1));

        assertThat(due(domain(80, 203), last, Due.Change.POLICY, Duration.ofSeconds(1)))
                .isEmpty();
        assertThat(due(domain(80, 203), last, Due.Change.POLICY, Due.QUIET))
                .map(Due::trigger)
                .contains(SnapshotTrigger.POLICY);
    }

    @Test
    void shouldLeaveOutTriggersThatAreTurnedOff() {
        TriggerConfig off = new TriggerConfig(0, null, 1, null, 0, 100, 0, 50);

        assertThat(Due.of(off, domain(80, 9000), Optional.empty(), Due.Change.NONE, Duration.ZERO, NOW))
                .isEmpty();
    }

    @Test
    void shouldBeDueAfterAChangeOfTheCutThoughNoExampleChanged() {
        Optional<Due> due = due(domain(80, 200), cut(200, Duration.ofHours(1)), Due.Change.CUT, Duration.ZERO);

        assertThat(due).map(Due::trigger).contains(SnapshotTrigger.POLICY);
        assertThat(due.orElseThrow().detail()).contains("a file that they name");
    }

    @Test
    void shouldKeepTheLeastTimeBetweenCuts() {
        TriggerConfig config = new TriggerConfig(100, null, 50, Duration.ofHours(2), 0, 100, 0, 50);

        assertThat(Due.of(
                        config, domain(80, 900), cut(200, Duration.ofMinutes(119)), Due.Change.CUT, Duration.ZERO, NOW))
                .isEmpty();
        assertThat(Due.of(config, domain(80, 900), cut(200, Duration.ofHours(2)), Due.Change.NONE, Duration.ZERO, NOW))
                .map(Due::trigger)
                .contains(SnapshotTrigger.COUNT);
    }

    private static Optional<Due> due(DomainMark domain, Optional<CutMark> last, Due.Change change, Duration quiet) {
        return Due.of(CONFIG, domain, last, change, quiet, NOW);
    }

    private static DomainMark domain(long examples, long changes) {
        return DomainMark.newBuilder()
                .setExamples(examples)
                .setChanges(changes)
                .setSince(NOW.minus(Duration.ofDays(2)))
                .build();
    }

    private static Optional<CutMark> cut(long changes, Duration ago) {
        return Optional.of(
                CutMark.newBuilder().setChanges(changes).setAt(NOW.minus(ago)).build());
    }
}

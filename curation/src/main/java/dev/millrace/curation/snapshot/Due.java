package dev.millrace.curation.snapshot;

import dev.millrace.curation.state.CutMark;
import dev.millrace.curation.state.DomainMark;
import dev.millrace.runtime.config.Durations;
import dev.millrace.runtime.config.TriggerConfig;
import dev.millrace.schemas.event.SnapshotTrigger;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * Why a domain is due for a cut.
 *
 * @param detail the figures, in words
 */
record Due(SnapshotTrigger trigger, String detail) {
    /** After a change of policy the conversations judged anew come for a while; a cut waits until they have come. */
    static final Duration QUIET = Duration.ofSeconds(10);

    /** Somebody asked. */
    static Due demand() {
        return new Due(SnapshotTrigger.DEMAND, "asked for");
    }

    /** People whom snapshots held asked to be forgotten. */
    static Due erasure(int requests) {
        return new Due(SnapshotTrigger.ERASURE, "snapshots were erased for " + requests + " requests to be forgotten");
    }

    /** What else than examples changed since the newest snapshot. */
    enum Change {
        NONE,
        /** The policy that judges: the examples change with it. */
        POLICY,
        /** Settings of the cut, or a file that they name. */
        CUT
    }

    /**
     * Whether a domain is due, and why.
     *
     * @param last the last cut; none before the first
     * @param quiet for how long no example came, changed or went
     */
    static Optional<Due> of(
            TriggerConfig config,
            DomainMark domain,
            Optional<CutMark> last,
            Change change,
            Duration quiet,
            Instant now) {
        long changed = domain.getChanges() - last.map(CutMark::getChanges).orElse(0L);
        Duration passed = Duration.between(last.map(CutMark::getAt).orElse(domain.getSince()), now);
        Duration least = config.minInterval();
        boolean tooSoon = last.isPresent() && least != null && passed.compareTo(least) < 0;
        if (tooSoon || domain.getExamples() < config.minExamples()) {
            return Optional.empty();
        }
        if (change == Change.CUT) {
            return Optional.of(new Due(
                    SnapshotTrigger.POLICY,
                    "settings of the cut, or a file that they name, changed since the last cut"));
        }
        if (changed == 0) {
            return Optional.empty();
        }
        String figures = changed + " examples came, changed or went since the last cut";
        if (change == Change.POLICY && quiet.compareTo(QUIET) >= 0) {
            return Optional.of(new Due(SnapshotTrigger.POLICY, "the policy changed; " + figures));
        }
        if (config.count() > 0 && changed >= config.count()) {
            return Optional.of(new Due(SnapshotTrigger.COUNT, figures + "; the trigger is " + config.count()));
        }
        return last.flatMap(mark -> Moved.since(mark, domain, config)).or(() -> byTime(config, passed, figures));
    }

    private static Optional<Due> byTime(TriggerConfig config, Duration passed, String figures) {
        Duration interval = config.interval();
        return interval != null && passed.compareTo(interval) >= 0
                ? Optional.of(new Due(
                        SnapshotTrigger.INTERVAL,
                        Durations.format(interval) + " passed since the last cut; " + figures))
                : Optional.empty();
    }
}

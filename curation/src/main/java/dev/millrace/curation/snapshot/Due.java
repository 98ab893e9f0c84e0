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

    /**
     * Whether a domain is due, and why.
     *
     * @param last the last cut; none before the first
     * @param policyChanged whether the newest snapshot was made with another policy
     * @param quiet for how long no example came, changed or went
     */
    static Optional<Due> of(
            TriggerConfig config,
            DomainMark domain,
            Optional<CutMark> last,
            boolean policyChanged,
            Duration quiet,
            Instant now) {
        long changed = domain.getChanges() - last.map(CutMark::getChanges).orElse(0L);
        if (changed == 0 || domain.getExamples() < config.minExamples()) {
            return Optional.empty();
        }
        String figures = changed + " examples came, changed or went since the last cut";
        if (policyChanged && quiet.compareTo(QUIET) >= 0) {
            return Optional.of(new Due(SnapshotTrigger.POLICY, "the policy changed; " + figures));
        }
        if (config.count() > 0 && changed >= config.count()) {
            return Optional.of(new Due(SnapshotTrigger.COUNT, figures + "; the trigger is " + config.count()));
        }
        Duration interval = config.interval();
        Duration passed = Duration.between(last.map(CutMark::getAt).orElse(domain.getSince()), now);
        if (interval != null && passed.compareTo(interval) >= 0) {
            return Optional.of(new Due(
                    SnapshotTrigger.INTERVAL, Durations.format(interval) + " passed since the last cut; " + figures));
        }
        return Optional.empty();
    }
}

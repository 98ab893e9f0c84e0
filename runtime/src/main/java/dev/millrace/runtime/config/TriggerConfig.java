package dev.millrace.runtime.config;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

@Doc("When a snapshot is cut.")
public record TriggerConfig(
        @Doc("After so many new, changed or removed examples; 0 turns this off.")
        int count,

        @Doc("After so much time, if anything changed; empty turns this off.") @Nullable
        Duration interval,

        @Doc("Not before the domain has so many examples.") int minExamples) {

    public static final TriggerConfig DEFAULTS = new TriggerConfig(500, Duration.ofDays(1), 200);

    public TriggerConfig {
        Check.atLeast("count", count, 0);
        Check.positive("interval", interval);
        Check.atLeast("minExamples", minExamples, 1);
    }
}

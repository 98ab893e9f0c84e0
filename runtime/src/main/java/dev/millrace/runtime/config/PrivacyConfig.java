package dev.millrace.runtime.config;

import dev.millrace.schemas.Cleaning;
import java.time.Duration;

@Doc("How people are forgotten who ask to be.")
public record PrivacyConfig(
        @Doc(
                "From an erasure's request until nothing of the person is left. Retention and compaction of every topic follow from"
                        + " it: raw events are kept for 30 days, or a quarter less than a shorter deadline.")
        Duration deadline,

        @Doc("How often what is left of an erased person is searched for, until the erasure is complete.")
        Duration searchInterval,

        @Doc("Where erasures are asked for over HTTP.") EndpointConfig http) {

    private static final Duration SHORTEST = Duration.ofSeconds(10);

    public static final PrivacyConfig DEFAULTS =
            new PrivacyConfig(Duration.ofDays(30), Duration.ofHours(1), EndpointConfig.DEFAULTS);

    public PrivacyConfig {
        Check.positive("searchInterval", searchInterval);
        Check.that(deadline.compareTo(SHORTEST) >= 0, "deadline", Durations.format(deadline), "10s or more");
    }

    /** What the deadline means for the topics. */
    public Cleaning cleaning() {
        return new Cleaning(deadline);
    }
}

package dev.millrace.runtime.config;

import java.time.Duration;

@Doc("How events become conversations and examples.")
public record CurationConfig(
        @Doc("Stream threads of one instance.") int threads,

        @Doc("A conversation without events for this long is closed.")
        Duration idleTimeout,

        @Doc("A closed conversation is kept this long for ratings, reopenings and redactions; later events are rejected"
                + " as `too-late`.")
        Duration expiry,

        @Doc("Most turns of a conversation; longer ones are rejected.")
        int maxTurns,

        @Doc("Most bytes of a conversation's text; longer ones are rejected.")
        ByteSize maxBytes,

        @Doc("How often results become visible. Kafka ends a transaction after 10 s.")
        Duration commitInterval) {

    private static final Duration LONGEST_COMMIT = Duration.ofSeconds(5);

    public static final CurationConfig DEFAULTS = new CurationConfig(
            1, Duration.ofHours(24), Duration.ofDays(14), 500, ByteSize.parse("256kB"), Duration.ofMillis(200));

    public CurationConfig {
        Check.range("threads", threads, 1, 256);
        Check.positive("idleTimeout", idleTimeout);
        Check.positive("expiry", expiry);
        Check.range("maxTurns", maxTurns, 1, 100_000);
        Check.range("maxBytes", maxBytes.bytes(), 1, 900_000);
        Check.positive("commitInterval", commitInterval);
        Check.that(
                commitInterval.compareTo(LONGEST_COMMIT) <= 0,
                "commitInterval",
                Durations.format(commitInterval),
                "at most 5s");
    }
}

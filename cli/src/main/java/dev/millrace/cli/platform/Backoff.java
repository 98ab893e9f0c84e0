package dev.millrace.cli.platform;

import java.time.Duration;

/** How long to wait before a process is started again: doubles with each short life, starts over after a long one. */
final class Backoff {
    private static final Duration FIRST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofSeconds(30);
    private static final Duration LONG_LIFE = Duration.ofMinutes(1);

    private Duration next = FIRST;

    Duration after(Duration life) {
        Duration delay = life.compareTo(LONG_LIFE) >= 0 ? FIRST : next;
        Duration doubled = delay.multipliedBy(2);
        next = doubled.compareTo(LONGEST) < 0 ? doubled : LONGEST;
        return delay;
    }
}

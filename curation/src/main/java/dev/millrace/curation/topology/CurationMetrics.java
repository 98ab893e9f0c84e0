package dev.millrace.curation.topology;

import dev.millrace.schemas.event.Outcome;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;

/**
 * Counts what the topology does. A record that is processed again after a failure is counted again: exact figures come
 * from the topics. Thread-safe.
 */
public final class CurationMetrics {
    private final MeterRegistry registry;

    public CurationMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    /** What became of an event. */
    enum EventResult {
        NEW,
        SEEN,
        TOO_LATE,
        OVERSIZED,
        SUPPRESSED
    }

    void event(String domain, EventResult result) {
        count("millrace.curation.events", "domain", domain, "result", label(result));
    }

    void closed(String domain, Outcome outcome) {
        count("millrace.curation.conversations", "domain", domain, "outcome", label(outcome));
    }

    void accepted(String domain) {
        count("millrace.curation.examples", "domain", domain, "change", "accepted");
    }

    void takenBack(String domain) {
        count("millrace.curation.examples", "domain", domain, "change", "taken-back");
    }

    void erased(String domain) {
        count("millrace.curation.erased", "domain", domain);
    }

    void rejected(String domain, String reason) {
        count("millrace.curation.rejections", "domain", domain, "reason", reason);
    }

    void deadLetter(String topic) {
        count("millrace.dead.letters", "topic", topic);
    }

    private void count(String name, String... tags) {
        registry.counter(name, tags).increment();
    }

    private static String label(Enum<?> value) {
        return value.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}

package dev.millrace.curation.snapshot;

import dev.millrace.schemas.event.Snapshot;
import dev.millrace.schemas.event.SnapshotTrigger;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** Counts cuts by trigger and result, and tells how many examples each domain has. Thread-safe. */
final class SnapshotMetrics {
    private final MeterRegistry registry;
    private final Map<String, AtomicLong> examples = new ConcurrentHashMap<>();

    SnapshotMetrics(MeterRegistry registry) {
        this.registry = registry;
    }

    void published(Snapshot snapshot) {
        count(snapshot.getDomain(), snapshot.getTrigger(), "published");
    }

    void unchanged(String domain, SnapshotTrigger trigger) {
        count(domain, trigger, "unchanged");
    }

    void failed(String domain, SnapshotTrigger trigger) {
        count(domain, trigger, "failed");
    }

    void examples(String domain, long current) {
        examples.computeIfAbsent(
                        domain,
                        name -> registry.gauge("millrace.examples.current", Tags.of("domain", name), new AtomicLong()))
                .set(current);
    }

    private void count(String domain, SnapshotTrigger trigger, String result) {
        String why = trigger.name().toLowerCase(Locale.ROOT);
        registry.counter("millrace.snapshots", "domain", domain, "trigger", why, "result", result)
                .increment();
    }
}

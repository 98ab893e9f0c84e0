package dev.millrace.ingest.topic;

import dev.millrace.ingest.write.Outgoing;
import io.micrometer.core.instrument.MeterRegistry;

/**
 * Counts what has been committed: records by outcome in {@code millrace.ingest.topic.records}, events and dead letters with
 * those of the rest of the platform.
 */
final class TopicMeters {
    private final MeterRegistry metrics;
    private final String name;

    TopicMeters(MeterRegistry metrics, String name) {
        this.metrics = metrics;
        this.name = name;
    }

    void record(Outcome outcome) {
        metrics.counter("millrace.ingest.topic.records", "source", name, "outcome", outcome.label())
                .increment();
    }

    void event(Outgoing<?> event) {
        metrics.counter("millrace.ingest.events", "topic", event.topic().name()).increment();
    }

    void deadLetter(String topic) {
        metrics.counter("millrace.dead.letters", "topic", topic, "service", TopicsService.NAME)
                .increment();
    }
}

package dev.millrace.ingest.http;

import dev.millrace.ingest.write.GroupCommit;
import dev.millrace.ingest.write.Outgoing;
import dev.millrace.ingest.write.WriteFailedException;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.stream.Collectors;

/** Writes the events of a request, all or none, and counts them. Thread-safe. */
final class EventWriter {
    private final GroupCommit commits;
    private final MeterRegistry metrics;

    EventWriter(GroupCommit commits, MeterRegistry metrics) {
        this.commits = commits;
        this.metrics = metrics;
    }

    /** Returns once the broker has acknowledged all of them. */
    void write(List<? extends Outgoing<?>> events) throws Refused, InterruptedException {
        try {
            commits.write(events);
        } catch (WriteFailedException e) {
            throw new Refused(503, e.getMessage() + "; the same request may be sent again");
        }
        events.stream()
                .collect(Collectors.groupingBy(event -> event.topic().name(), Collectors.counting()))
                .forEach((topic, count) -> metrics.counter("millrace.ingest.events", "topic", topic)
                        .increment(count));
    }
}

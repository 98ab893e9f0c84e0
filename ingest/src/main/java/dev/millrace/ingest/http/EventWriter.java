package dev.millrace.ingest.http;

import dev.millrace.ingest.write.GroupCommit;
import dev.millrace.ingest.write.Outgoing;
import dev.millrace.ingest.write.WriteFailedException;
import java.util.List;

/** Writes the events of a request, all or none. Thread-safe. */
final class EventWriter {
    private final GroupCommit commits;

    EventWriter(GroupCommit commits) {
        this.commits = commits;
    }

    /** Returns once the broker has acknowledged all of them. */
    void write(List<? extends Outgoing<?>> events) throws Refused, InterruptedException {
        try {
            commits.write(events);
        } catch (WriteFailedException e) {
            throw new Refused(503, e.getMessage() + "; the same request may be sent again");
        }
    }
}

package dev.millrace.ingest.topic;

import dev.millrace.ingest.event.EventDraft;
import java.util.List;

/**
 * What became of a record.
 *
 * @param drafts its events; none unless the outcome is {@code MAPPED}
 */
record Mapped(Outcome outcome, List<EventDraft> drafts) {

    static Mapped nothing(Outcome outcome) {
        return new Mapped(outcome, List.of());
    }
}

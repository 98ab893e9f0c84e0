package dev.millrace.ingest.webhook;

import dev.millrace.ingest.event.DraftRules;
import dev.millrace.ingest.event.EventDraft;
import dev.millrace.ingest.event.EventKind;
import dev.millrace.ingest.event.Problems;
import dev.millrace.ingest.event.SourceEvents;
import dev.millrace.ingest.write.Outgoing;
import org.apache.avro.specific.SpecificRecord;

/** An event of a ticket or chat that a vendor told of. */
public record VendorEvent<V extends SpecificRecord>(EventKind<V> kind, EventDraft draft) {

    /** Adds what is wrong with it, as {@link DraftRules} has it. */
    void check(DraftRules rules, Problems problems) {
        rules.check(kind, draft, problems);
    }

    /** The record to write. */
    public Outgoing<V> outgoing(SourceEvents source) {
        return new Outgoing<>(kind.topic(), source.key(draft), source.event(kind, draft));
    }
}

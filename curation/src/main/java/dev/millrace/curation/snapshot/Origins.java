package dev.millrace.curation.snapshot;

import dev.millrace.schemas.event.Example;
import dev.millrace.schemas.event.Outcome;
import dev.millrace.schemas.event.SourceOffset;
import java.util.List;
import java.util.TreeMap;

/** Where examples came from: what a replay needs to know and no file of a snapshot may hold, since it is not of the set. */
final class Origins {
    private final String policyHash;
    private final TreeMap<String, SourceOffset> sources = new TreeMap<>();
    private long judgedOtherwise;

    Origins(String policyHash) {
        this.policyHash = policyHash;
    }

    void add(Example example) {
        boolean byEarlierRules = example.getOutcome() == Outcome.UNKNOWN;
        judgedOtherwise += byEarlierRules || !example.getPolicyHash().equals(policyHash) ? 1 : 0;
        example.getSourceOffsets()
                .forEach(offset ->
                        sources.merge(offset.getTopic() + "-" + offset.getPartition(), offset, Origins::together));
    }

    private static SourceOffset together(SourceOffset one, SourceOffset other) {
        return new SourceOffset(
                one.getTopic(),
                one.getPartition(),
                Math.min(one.getFirstOffset(), other.getFirstOffset()),
                Math.max(one.getLastOffset(), other.getLastOffset()));
    }

    /** From the first to the last record, by topic and partition. */
    List<SourceOffset> sources() {
        return List.copyOf(sources.values());
    }

    /** Examples that another policy had judged, or rules that did not tell the outcome yet. */
    long judgedOtherwise() {
        return judgedOtherwise;
    }
}

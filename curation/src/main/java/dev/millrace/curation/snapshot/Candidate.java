package dev.millrace.curation.snapshot;

import dev.millrace.curation.similarity.TextBands;
import dev.millrace.runtime.snapshots.SnapshotExample;
import dev.millrace.schemas.event.Example;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;

/**
 * What of an example decides whether and where it is in a snapshot.
 *
 * @param subject the customer, or the conversation where customers are not known
 * @param source where the conversation was held
 * @param bands what near duplicates are found by
 * @param isProtected whether it has words in common with a protected set
 */
record Candidate(
        String id,
        String subject,
        Instant occurredAt,
        String signature,
        String source,
        List<String> tags,
        TextBands bands,
        boolean isProtected) {

    /** The survivor of duplicates is the first in this order. */
    static final Comparator<Candidate> OLDEST_FIRST =
            Comparator.comparing(Candidate::occurredAt).thenComparing(Candidate::id);

    /** Caps and windows keep the first in this order. */
    static final Comparator<Candidate> NEWEST_FIRST =
            Comparator.comparing(Candidate::occurredAt).reversed().thenComparing(Candidate::id);

    static Candidate of(Example example, ProtectedSets protectedSets) {
        return new Candidate(
                example.getExampleId(),
                subject(example),
                example.getOccurredAt(),
                example.getSignature(),
                example.getSource(),
                example.getTags(),
                TextBands.of(example),
                protectedSets.overlap(example));
    }

    /** The groups of which caps and shares admit so many: by customer. */
    List<String> subjects() {
        return List.of(subject);
    }

    /** By source. */
    List<String> sources() {
        return List.of(source);
    }

    /** By month of UTC, such as 2026-03. */
    List<String> months() {
        return List.of(YearMonth.from(occurredAt.atOffset(ZoneOffset.UTC)).toString());
    }

    /** The subject as lines carry it. */
    static String subject(Example example) {
        return example.getSubjectKnown()
                ? example.getSubject()
                : SnapshotExample.subjectOfItsOwn(example.getExampleId());
    }
}

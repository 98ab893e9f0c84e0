package dev.millrace.curation.snapshot;

import dev.millrace.schemas.event.Example;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * What of an example decides whether and where it is in a snapshot.
 *
 * @param subject the customer, or the conversation where customers are not known
 */
record Candidate(String id, String subject, Instant occurredAt, String signature, List<String> tags) {

    /** The survivor of exact duplicates is the first in this order. */
    static final Comparator<Candidate> OLDEST_FIRST =
            Comparator.comparing(Candidate::occurredAt).thenComparing(Candidate::id);

    /** Caps and windows keep the first in this order. */
    static final Comparator<Candidate> NEWEST_FIRST =
            Comparator.comparing(Candidate::occurredAt).reversed().thenComparing(Candidate::id);

    static Candidate of(Example example) {
        return new Candidate(
                example.getExampleId(),
                subject(example),
                example.getOccurredAt(),
                example.getSignature(),
                example.getTags());
    }

    /** The subject as lines carry it. */
    static String subject(Example example) {
        return example.getSubjectKnown()
                ? example.getSubject()
                : "c_" + example.getExampleId().substring(0, 32);
    }
}

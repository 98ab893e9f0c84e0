package dev.millrace.curation.rules;

import dev.millrace.schemas.event.Example;
import java.util.Map;

/** What came of judging a conversation. */
public sealed interface Verdict {

    /** It is fit for training, as this example. */
    record Accepted(Example example) implements Verdict {}

    /**
     * It is not.
     *
     * @param figures the numbers that decided, by name
     */
    record Rejected(RejectionReason reason, Map<String, Double> figures) implements Verdict {}
}

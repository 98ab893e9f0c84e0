package dev.millrace.curation.rules;

import java.util.Map;
import java.util.Optional;

/** One condition of a policy: a pure function, in time linear in the text. */
interface Rule {

    /** What is wrong; empty where the rule is kept. */
    Optional<Broken> check(Judged judged);

    /**
     * A rule that is broken.
     *
     * @param figures the numbers that decided, by name
     */
    record Broken(RejectionReason reason, Map<String, Double> figures) {}

    /** Broken unless the condition holds. */
    static Optional<Broken> unless(boolean kept, RejectionReason reason, Map<String, Double> figures) {
        return kept ? Optional.empty() : Optional.of(new Broken(reason, figures));
    }
}

package dev.millrace.curation.snapshot;

import dev.millrace.runtime.config.DomainConfig;
import dev.millrace.runtime.config.PolicyConfig;
import dev.millrace.runtime.config.WindowConfig;
import dev.millrace.runtime.snapshots.Split;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/**
 * Which examples are in a snapshot, in which split, and why the others are not: a function of the set of candidates and
 * the domain's configuration, whatever the order.
 *
 * <p>Rules apply one after the other, each to what the one before left: age, exact duplicates, caps, size. Exact
 * duplicates are one example before the set is split, so that none of the holdout is ever trained on.
 *
 * @param asOf the newest candidate's time
 * @param splits by example id
 * @param excluded by example id, in order
 */
record Selection(Instant asOf, Map<String, Split> splits, Map<String, ExclusionReason> excluded) {

    static Selection of(Collection<Candidate> candidates, DomainConfig config) {
        return new Selector(candidates).select(config);
    }

    private static final class Selector {
        private final Instant asOf;
        private final Map<String, ExclusionReason> excluded = new TreeMap<>();
        private List<Candidate> left;

        Selector(Collection<Candidate> candidates) {
            left = candidates.stream().sorted(Candidate.OLDEST_FIRST).toList();
            asOf = left.get(left.size() - 1).occurredAt();
        }

        Selection select(DomainConfig config) {
            PolicyConfig policy = config.policy();
            WindowConfig window = config.window();
            Duration maxAge = window.maxAge();
            if (maxAge != null) {
                Instant oldest = asOf.minus(maxAge);
                keep(
                        ExclusionReason.OUTSIDE_WINDOW,
                        candidate -> !candidate.occurredAt().isBefore(oldest));
            }
            Set<String> signatures = new HashSet<>();
            keep(ExclusionReason.DUPLICATE, candidate -> signatures.add(candidate.signature()));
            left = left.stream().sorted(Candidate.NEWEST_FIRST).toList();
            if (policy.maxExamplesPerSubject() > 0) {
                Cap cap = new Cap(policy.maxExamplesPerSubject());
                keep(ExclusionReason.SUBJECT_CAP, candidate -> cap.admits(List.of(candidate.subject())));
            }
            if (policy.maxExamplesPerTag() > 0) {
                Cap cap = new Cap(policy.maxExamplesPerTag());
                keep(ExclusionReason.TAG_CAP, candidate -> cap.admits(candidate.tags()));
            }
            if (window.maxExamples() > 0) {
                Cap cap = new Cap(window.maxExamples());
                keep(ExclusionReason.WINDOW_SIZE, candidate -> cap.admits(List.of("")));
            }
            return new Selection(asOf, split(new SubjectSplit(config.splits())), excluded);
        }

        private void keep(ExclusionReason otherwise, Predicate<Candidate> rule) {
            left = left.stream()
                    .filter(candidate -> {
                        boolean kept = rule.test(candidate);
                        if (!kept) {
                            excluded.put(candidate.id(), otherwise);
                        }
                        return kept;
                    })
                    .toList();
        }

        private Map<String, Split> split(SubjectSplit bySubject) {
            Map<String, Split> splits = new HashMap<>();
            left.forEach(candidate -> splits.put(candidate.id(), bySubject.of(candidate.subject())));
            return splits;
        }
    }

    /** Admits so many of each group. */
    private static final class Cap {
        private final int limit;
        private final Map<String, Integer> admitted = new HashMap<>();

        Cap(int limit) {
            this.limit = limit;
        }

        /** Admits one that counts for all of its groups, unless one of them is full. */
        boolean admits(List<String> groups) {
            if (groups.stream().anyMatch(group -> admitted.getOrDefault(group, 0) >= limit)) {
                return false;
            }
            groups.forEach(group -> admitted.merge(group, 1, Integer::sum));
            return true;
        }
    }
}

package dev.millrace.curation.snapshot;

import dev.millrace.curation.similarity.ComparedText;
import dev.millrace.runtime.config.DomainConfig;
import dev.millrace.runtime.snapshots.Split;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * Which examples are in a snapshot, in which split, and why the others are not: a function of the set of candidates and
 * the domain's configuration, whatever the order.
 *
 * <p>Rules apply one after the other, each to what the one before left: age, protected sets, exact and near duplicates, likeness
 * to the holdout, caps, size, balance, and what is taken again from outside the window. Duplicates are one example before the set is
 * split, so that none of the holdout is ever trained on.
 *
 * @param asOf the newest candidate's time
 * @param splits by example id
 * @param excluded by example id, in order
 * @param replayed ids of those in train that fell out of the window
 */
record Selection(Instant asOf, Map<String, Split> splits, Map<String, Exclusion> excluded, Set<String> replayed) {

    /** @param texts of the candidates, by id; asked only where something may be alike */
    static Selection of(Collection<Candidate> candidates, DomainConfig config, Function<String, ComparedText> texts) {
        return new Selector(candidates, config, texts).select();
    }

    /** Ids of a split's examples, in order. */
    List<String> ids(Split split) {
        return splits.entrySet().stream()
                .filter(entry -> entry.getValue() == split)
                .map(Map.Entry::getKey)
                .sorted()
                .toList();
    }
}

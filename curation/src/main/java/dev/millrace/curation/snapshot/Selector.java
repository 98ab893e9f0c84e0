package dev.millrace.curation.snapshot;

import dev.millrace.curation.similarity.ComparedText;
import dev.millrace.runtime.config.DomainConfig;
import dev.millrace.runtime.config.PolicyConfig;
import dev.millrace.runtime.config.SimilarityConfig;
import dev.millrace.runtime.snapshots.Split;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Applies the rules of a {@link Selection}, once, to candidates in an order that only they decide. */
final class Selector {
    private final DomainConfig config;
    private final Function<String, ComparedText> texts;
    private final Instant asOf;
    private final Map<String, Split> splits = new HashMap<>();
    private final Map<String, Exclusion> excluded = new TreeMap<>();
    private List<Candidate> left;

    Selector(Collection<Candidate> candidates, DomainConfig config, Function<String, ComparedText> texts) {
        this.config = config;
        this.texts = texts;
        this.left = new ArrayList<>(candidates);
        sort(Candidate.OLDEST_FIRST);
        this.asOf = left.get(left.size() - 1).occurredAt();
    }

    Selection select() {
        PolicyConfig policy = config.policy();
        SimilarityConfig similarity = policy.similarity();
        age(config.window().maxAge());
        split();
        keep(candidate -> candidate.isProtected() && !inHoldout(candidate.id())
                ? Exclusion.of(ExclusionReason.PROTECTED_OVERLAP)
                : null);
        Duplicates duplicates = new Duplicates(similarity, texts, this::inHoldout);
        keep(duplicates::same);
        Replies replies = new Replies(left, similarity.nearDuplicates(), texts);
        keep(candidate -> duplicates.near(candidate, replies));
        HoldoutOverlap holdout = new HoldoutOverlap(
                left.stream().map(Candidate::id).filter(this::inHoldout).toList(), similarity.holdoutOverlap(), texts);
        keep(candidate -> inHoldout(candidate.id()) ? null : holdout.exclude(candidate));
        sort(Candidate.NEWEST_FIRST);
        if (similarity.maxExamplesPerReply() > 0) {
            keep(new ReplyCap(similarity.maxExamplesPerReply(), replies)::exclude);
        }
        cap(policy.maxExamplesPerSubject(), ExclusionReason.SUBJECT_CAP, candidate -> List.of(candidate.subject()));
        cap(policy.maxExamplesPerTag(), ExclusionReason.TAG_CAP, Candidate::tags);
        cap(config.window().maxExamples(), ExclusionReason.WINDOW_SIZE, candidate -> List.of(""));
        splits.keySet().removeAll(excluded.keySet());
        return new Selection(asOf, splits, excluded);
    }

    private void sort(Comparator<Candidate> order) {
        left = left.stream().sorted(order).toList();
    }

    private void age(@Nullable Duration maxAge) {
        if (maxAge != null) {
            Instant oldest = asOf.minus(maxAge);
            keep(candidate ->
                    candidate.occurredAt().isBefore(oldest) ? Exclusion.of(ExclusionReason.OUTSIDE_WINDOW) : null);
        }
    }

    private void split() {
        SubjectSplit bySubject = new SubjectSplit(config.splits());
        left.forEach(candidate -> splits.put(candidate.id(), bySubject.of(candidate.subject())));
    }

    private boolean inHoldout(String id) {
        return splits.get(id) == Split.HOLDOUT;
    }

    private void cap(int limit, ExclusionReason reason, Function<Candidate, List<String>> groups) {
        if (limit > 0) {
            Cap cap = new Cap(limit);
            keep(candidate -> cap.admits(groups.apply(candidate)) ? null : Exclusion.of(reason));
        }
    }

    /** A rule tells why a candidate is left out; null keeps it. */
    private void keep(Function<Candidate, @Nullable Exclusion> rule) {
        List<Candidate> kept = new ArrayList<>();
        for (Candidate candidate : left) {
            Exclusion exclusion = rule.apply(candidate);
            if (exclusion == null) {
                kept.add(candidate);
            } else {
                excluded.put(candidate.id(), exclusion);
            }
        }
        left = kept;
    }
}

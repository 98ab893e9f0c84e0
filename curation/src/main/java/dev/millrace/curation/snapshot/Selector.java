package dev.millrace.curation.snapshot;

import dev.millrace.curation.similarity.ComparedText;
import dev.millrace.runtime.config.BalanceConfig;
import dev.millrace.runtime.config.DomainConfig;
import dev.millrace.runtime.config.PolicyConfig;
import dev.millrace.runtime.config.SimilarityConfig;
import dev.millrace.runtime.snapshots.Split;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Applies the rules of a {@link Selection}, once, to candidates in an order that only they decide. */
final class Selector {
    private static final String WEIGHTS = "millrace-weights/1";
    private static final String REPLAY = "millrace-replay/1";
    private static final Set<ExclusionReason> FALLEN =
            EnumSet.of(ExclusionReason.OUTSIDE_WINDOW, ExclusionReason.WINDOW_SIZE);

    private final Collection<Candidate> candidates;
    private final DomainConfig config;
    private final Function<String, ComparedText> texts;
    private final Instant asOf;
    private final Map<String, Split> splits = new HashMap<>();
    private final Map<String, Exclusion> excluded = new TreeMap<>();
    private List<Candidate> left;

    Selector(Collection<Candidate> candidates, DomainConfig config, Function<String, ComparedText> texts) {
        this.candidates = candidates;
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
        keep(candidate -> candidate.isProtected() && !in(Split.HOLDOUT, candidate)
                ? Exclusion.of(ExclusionReason.PROTECTED_OVERLAP)
                : null);
        Duplicates duplicates = new Duplicates(similarity, texts, id -> splits.get(id) == Split.HOLDOUT);
        keep(duplicates::same);
        Replies replies = new Replies(left, similarity.nearDuplicates(), texts);
        keep(candidate -> duplicates.near(candidate, replies));
        HoldoutOverlap holdout = new HoldoutOverlap(inHoldout(), similarity.holdoutOverlap(), texts);
        keep(candidate -> in(Split.HOLDOUT, candidate) ? null : holdout.exclude(candidate));
        sort(Candidate.NEWEST_FIRST);
        if (similarity.maxExamplesPerReply() > 0) {
            keep(new ReplyCap(similarity.maxExamplesPerReply(), replies)::exclude);
        }
        Cap perSubject = new Cap(policy.maxExamplesPerSubject());
        Cap perTag = new Cap(policy.maxExamplesPerTag());
        cap(perSubject, ExclusionReason.SUBJECT_CAP, Candidate::subjects);
        cap(perTag, ExclusionReason.TAG_CAP, Candidate::tags);
        weigh(config.balance());
        cap(config.window().maxExamples(), ExclusionReason.WINDOW_SIZE, candidate -> List.of(""));
        share(config.balance());
        Set<String> replayed = replay(candidate -> !candidate.isProtected()
                && duplicates.isNew(candidate)
                && holdout.exclude(candidate) == null
                && perSubject.admits(candidate.subjects())
                && perTag.admits(candidate.tags()));
        splits.keySet().removeAll(excluded.keySet());
        return new Selection(asOf, splits, excluded, replayed);
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

    private boolean in(Split split, Candidate candidate) {
        return splits.get(candidate.id()) == split;
    }

    private List<String> inHoldout() {
        return left.stream()
                .filter(candidate -> in(Split.HOLDOUT, candidate))
                .map(Candidate::id)
                .toList();
    }

    private void cap(int limit, ExclusionReason reason, Function<Candidate, List<String>> groups) {
        if (limit > 0) {
            cap(new Cap(limit), reason, groups);
        }
    }

    private void cap(Cap cap, ExclusionReason reason, Function<Candidate, List<String>> groups) {
        keep(candidate -> cap.admits(groups.apply(candidate)) ? null : Exclusion.of(reason));
    }

    private void weigh(BalanceConfig balance) {
        keep(candidate -> in(Split.TRAIN, candidate) && isThinnedOut(candidate, weight(balance, candidate))
                ? Exclusion.of(ExclusionReason.WEIGHT)
                : null);
        cap(balance.maxPerSource(), ExclusionReason.SOURCE_CAP, trained(Candidate::sources));
        cap(balance.maxPerMonth(), ExclusionReason.MONTH_CAP, trained(Candidate::months));
    }

    private static boolean isThinnedOut(Candidate candidate, double weight) {
        return weight < 1 && HashPosition.of(WEIGHTS, candidate.id()) >= weight;
    }

    private static double weight(BalanceConfig balance, Candidate candidate) {
        double ofTags =
                candidate.tags().stream().mapToDouble(balance::tagWeight).min().orElse(1);
        return ofTags * balance.sourceWeight(candidate.source());
    }

    /** Groups of what is trained on; the rest is in none. */
    private Function<Candidate, List<String>> trained(Function<Candidate, List<String>> groups) {
        return candidate -> in(Split.TRAIN, candidate) ? groups.apply(candidate) : List.of();
    }

    private void share(BalanceConfig balance) {
        share(balance.maxMonthShare(), ExclusionReason.MONTH_SHARE, Candidate::months);
        share(balance.maxSourceShare(), ExclusionReason.SOURCE_SHARE, Candidate::sources);
        share(balance.maxTagShare(), ExclusionReason.TAG_SHARE, Candidate::tags);
    }

    private void share(double most, ExclusionReason reason, Function<Candidate, List<String>> groups) {
        if (most < 1) {
            cap(ShareLimit.of(trained().toList(), groups, most), reason, trained(groups));
        }
    }

    private Stream<Candidate> trained() {
        return left.stream().filter(candidate -> in(Split.TRAIN, candidate));
    }

    /**
     * Takes some of what fell out of the window into train again.
     *
     * @param fits whether one from before the window may be beside what is there; the others were there already
     */
    private Set<String> replay(Predicate<Candidate> fits) {
        Set<String> replayed = new TreeSet<>();
        long wanted = config.balance().replayed(trained().count());
        if (wanted > 0) {
            for (Candidate candidate : fallen()) {
                boolean old = excluded(candidate) == ExclusionReason.OUTSIDE_WINDOW;
                if (replayed.size() < wanted && (!old || fits.test(candidate))) {
                    excluded.remove(candidate.id());
                    splits.put(candidate.id(), Split.TRAIN);
                    replayed.add(candidate.id());
                }
            }
        }
        return replayed;
    }

    /** What fell out of the window and would be trained on, by hash. */
    private List<Candidate> fallen() {
        SubjectSplit bySubject = new SubjectSplit(config.splits());
        return candidates.stream()
                .filter(candidate -> FALLEN.contains(excluded(candidate)))
                .filter(candidate -> bySubject.of(candidate.subject()) == Split.TRAIN)
                .sorted(Comparator.comparingDouble((Candidate candidate) -> HashPosition.of(REPLAY, candidate.id()))
                        .thenComparing(Candidate::id))
                .toList();
    }

    private @Nullable ExclusionReason excluded(Candidate candidate) {
        Exclusion exclusion = excluded.get(candidate.id());
        return exclusion == null ? null : exclusion.reason();
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

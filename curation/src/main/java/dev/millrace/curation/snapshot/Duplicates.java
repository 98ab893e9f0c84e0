package dev.millrace.curation.snapshot;

import dev.millrace.curation.similarity.ComparedText;
import dev.millrace.curation.similarity.SimilarTexts;
import dev.millrace.runtime.config.SimilarityConfig;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Of texts that are the same or nearly so the first one stays that is asked about.
 *
 * <p>A candidate is compared with those that stay and with no others. So each that is left out is like the one that stays in its
 * place, and no chain of small changes takes one out that is unlike.
 *
 * <p>Where a canned reply is nearly all of a conversation, conversations are alike whatever the customer asks. These stay if the
 * customer's words differ, on the side of the holdout or of training on which the first of them is.
 */
final class Duplicates {
    private final SimilarityConfig config;
    private final Function<String, ComparedText> texts;
    private final Predicate<String> inHoldout;
    private final Map<String, String> bySignature = new HashMap<>();
    private final SimilarTexts staying;

    Duplicates(SimilarityConfig config, Function<String, ComparedText> texts, Predicate<String> inHoldout) {
        this.config = config;
        this.texts = texts;
        this.inHoldout = inHoldout;
        this.staying =
                new SimilarTexts(config.nearDuplicates(), id -> texts.apply(id).conversation());
    }

    @Nullable
    Exclusion same(Candidate candidate) {
        String first = bySignature.putIfAbsent(candidate.signature(), candidate.id());
        return first == null ? null : new Exclusion(ExclusionReason.DUPLICATE, first, null);
    }

    @Nullable
    Exclusion near(Candidate candidate, Replies replies) {
        String id = candidate.id();
        int[] bands = candidate.bands().conversation();
        Exclusion exclusion = staying.like(id, bands)
                .filter(match -> !asksAnotherThing(id, match.id(), replies))
                .findFirst()
                .map(match -> new Exclusion(ExclusionReason.NEAR_DUPLICATE, match.id(), match.jaccard()))
                .orElse(null);
        if (exclusion == null) {
            staying.add(id, bands);
        }
        return exclusion;
    }

    /** Whether a candidate of another time is neither the same as one of those asked about nor like one of those that stay; then it stays. */
    boolean isNew(Candidate candidate) {
        int[] bands = candidate.bands().conversation();
        boolean isNew = same(candidate) == null
                && staying.like(candidate.id(), bands).findFirst().isEmpty();
        if (isNew) {
            staying.add(candidate.id(), bands);
        }
        return isNew;
    }

    /** Whether it is only the canned reply that makes two alike. */
    private boolean asksAnotherThing(String id, String other, Replies replies) {
        return replies.isShared(id, other, config.cannedFrom())
                && inHoldout.test(id) == inHoldout.test(other)
                && texts.apply(id).questions().jaccard(texts.apply(other).questions()) < config.nearDuplicates();
    }
}

package dev.millrace.curation.snapshot;

import dev.millrace.curation.similarity.ComparedText;
import dev.millrace.curation.similarity.ExactIndex;
import dev.millrace.curation.similarity.ShingleSet;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Keeps what is like an example of the holdout out of the other splits. Looks exactly: what {@link Duplicates} misses, or a policy
 * lets stay, does not get past.
 */
final class HoldoutOverlap {
    private final ExactIndex holdout;
    private final Function<String, ComparedText> texts;

    HoldoutOverlap(List<String> holdout, double minJaccard, Function<String, ComparedText> texts) {
        this.holdout = new ExactIndex(holdout, minJaccard, id -> texts.apply(id).conversation());
        this.texts = texts;
    }

    /** Whether a text that is no candidate is like one of the holdout. */
    boolean isLike(ShingleSet text) {
        return holdout.firstLike(text).isPresent();
    }

    @Nullable
    Exclusion exclude(Candidate candidate) {
        return holdout.firstLike(texts.apply(candidate.id()).conversation())
                .map(match -> new Exclusion(ExclusionReason.HOLDOUT_OVERLAP, match.id(), match.jaccard()))
                .orElse(null);
    }
}

package dev.millrace.curation.snapshot;

import dev.millrace.curation.similarity.ComparedText;
import dev.millrace.curation.similarity.SimilarTexts;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Of texts that are the same or nearly so the first one stays that is asked about.
 *
 * <p>A candidate is compared with those that stay and with no others. So each that is left out is like the one that stays in its
 * place, and no chain of small changes takes one out that is unlike.
 */
final class Duplicates {
    private final Map<String, String> bySignature = new HashMap<>();
    private final SimilarTexts staying;

    Duplicates(double minJaccard, Function<String, ComparedText> texts) {
        staying = new SimilarTexts(minJaccard, id -> texts.apply(id).conversation());
    }

    @Nullable
    Exclusion same(Candidate candidate) {
        String first = bySignature.putIfAbsent(candidate.signature(), candidate.id());
        return first == null ? null : new Exclusion(ExclusionReason.DUPLICATE, first, null);
    }

    @Nullable
    Exclusion near(Candidate candidate) {
        int[] bands = candidate.bands().conversation();
        Exclusion exclusion = staying.like(candidate.id(), bands)
                .findFirst()
                .map(match -> new Exclusion(ExclusionReason.NEAR_DUPLICATE, match.id(), match.jaccard()))
                .orElse(null);
        if (exclusion == null) {
            staying.add(candidate.id(), bands);
        }
        return exclusion;
    }
}

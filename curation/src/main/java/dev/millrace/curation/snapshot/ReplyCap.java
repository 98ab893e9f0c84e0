package dev.millrace.curation.snapshot;

import dev.millrace.curation.similarity.ComparedText;
import dev.millrace.curation.similarity.Match;
import dev.millrace.curation.similarity.SimilarTexts;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Lets so many examples stay in which the agent says nearly the same. An answer given from a list is a good one to learn, but not a
 * thousand times; what customers ask it for is worth more than one example.
 *
 * <p>Counted under the first one that is asked about, and compared with no others.
 */
final class ReplyCap {
    private final int limit;
    private final SimilarTexts first;
    private final Map<Integer, Integer> admitted = new HashMap<>();

    ReplyCap(int limit, double minJaccard, Function<String, ComparedText> texts) {
        this.limit = limit;
        this.first = new SimilarTexts(minJaccard, id -> texts.apply(id).replies());
    }

    @Nullable
    Exclusion exclude(Candidate candidate) {
        int[] bands = candidate.bands().replies();
        Optional<Match> match = first.like(candidate.id(), bands).findFirst();
        int group = match.map(Match::number).orElseGet(() -> first.add(candidate.id(), bands));
        if (match.isPresent() && admitted.getOrDefault(group, 0) >= limit) {
            return new Exclusion(
                    ExclusionReason.REPLY_CAP, match.get().id(), match.get().jaccard());
        }
        admitted.merge(group, 1, Integer::sum);
        return null;
    }
}

package dev.millrace.curation.snapshot;

import dev.millrace.curation.similarity.ComparedText;
import dev.millrace.curation.similarity.Match;
import dev.millrace.curation.similarity.SimilarTexts;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * Candidates in groups in which the agent says nearly the same. A text is compared with the first one of each group and with no
 * others. A function of the candidates and their order.
 */
final class Replies {
    private final Map<String, Integer> groups = new HashMap<>();
    private final Map<Integer, Integer> sizes = new HashMap<>();

    Replies(List<Candidate> candidates, double minJaccard, Function<String, ComparedText> texts) {
        SimilarTexts first = new SimilarTexts(minJaccard, id -> texts.apply(id).replies());
        for (Candidate candidate : candidates) {
            int[] bands = candidate.bands().replies();
            int group = first.like(candidate.id(), bands)
                    .findFirst()
                    .map(Match::number)
                    .orElseGet(() -> first.add(candidate.id(), bands));
            groups.put(candidate.id(), group);
            sizes.merge(group, 1, Integer::sum);
        }
    }

    /** The group of one of the candidates. */
    int group(String id) {
        return groups.get(id);
    }

    /** Whether the agent says nearly the same in both, and in how many others too. */
    boolean isShared(String id, String other, int conversations) {
        return group(id) == group(other) && sizes.get(group(id)) >= conversations;
    }
}

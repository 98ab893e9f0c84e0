package dev.millrace.curation.snapshot;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/**
 * How many of each group may stay so that none is more than a share of all that stays.
 *
 * <p>The more of each group may stay, the larger the share of the largest: so the limit is found by bisection. Candidates may
 * be in several groups or in none; the first ones stay.
 */
final class ShareLimit {
    private final List<Candidate> candidates;
    private final Function<Candidate, List<String>> groups;
    private final double share;

    private ShareLimit(List<Candidate> candidates, Function<Candidate, List<String>> groups, double share) {
        this.candidates = candidates;
        this.groups = groups;
        this.share = share;
    }

    /** The largest such limit; 0 where nothing need be left out, and where there are too few groups to keep to the share. */
    static int of(List<Candidate> candidates, Function<Candidate, List<String>> groups, double share) {
        return new ShareLimit(candidates, groups, share).find();
    }

    private int find() {
        int broken = candidates.size();
        if (isKept(broken)) {
            return 0;
        }
        int kept = 0;
        while (broken - kept > 1) {
            int middle = (kept + broken) >>> 1;
            if (isKept(middle)) {
                kept = middle;
            } else {
                broken = middle;
            }
        }
        return kept;
    }

    private boolean isKept(int limit) {
        Cap cap = new Cap(limit);
        Map<String, Integer> sizes = new HashMap<>();
        long staying = 0;
        for (Candidate candidate : candidates) {
            List<String> its = groups.apply(candidate);
            if (cap.admits(its)) {
                staying++;
                its.forEach(group -> sizes.merge(group, 1, Integer::sum));
            }
        }
        int largest = sizes.values().stream().mapToInt(Integer::intValue).max().orElse(0);
        return largest <= share * staying;
    }
}

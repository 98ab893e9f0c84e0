package dev.millrace.curation.snapshot;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Lets so many examples stay in which the agent says nearly the same; those that are asked about first. An answer given from a list
 * is a good one to learn, but not a thousand times.
 */
final class ReplyCap {
    private final int limit;
    private final Replies replies;
    private final Map<Integer, Integer> admitted = new HashMap<>();
    private final Map<Integer, String> newest = new HashMap<>();

    ReplyCap(int limit, Replies replies) {
        this.limit = limit;
        this.replies = replies;
    }

    @Nullable
    Exclusion exclude(Candidate candidate) {
        int group = replies.group(candidate.id());
        newest.putIfAbsent(group, candidate.id());
        boolean full = admitted.merge(group, 1, Integer::sum) > limit;
        return full ? new Exclusion(ExclusionReason.REPLY_CAP, newest.get(group), null) : null;
    }
}

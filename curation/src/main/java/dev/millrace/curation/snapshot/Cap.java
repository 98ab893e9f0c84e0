package dev.millrace.curation.snapshot;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Admits so many of each group; any number if the limit is 0. */
final class Cap {
    private final int limit;
    private final Map<String, Integer> admitted = new HashMap<>();

    Cap(int limit) {
        this.limit = limit;
    }

    /** Admits one that counts for all of its groups, unless one of them is full. */
    boolean admits(List<String> groups) {
        if (limit > 0 && groups.stream().anyMatch(group -> admitted.getOrDefault(group, 0) >= limit)) {
            return false;
        }
        groups.forEach(group -> admitted.merge(group, 1, Integer::sum));
        return true;
    }
}

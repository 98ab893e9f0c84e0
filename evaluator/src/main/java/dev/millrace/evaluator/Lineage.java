package dev.millrace.evaluator;

import dev.millrace.schemas.Keys;
import dev.millrace.schemas.event.AdapterCandidate;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/** Which adapters were continued from which. */
final class Lineage {

    private Lineage() {}

    /** The candidates for which something holds, and all that were continued from them, at any remove; by key. */
    static Map<String, AdapterCandidate> descended(
            Collection<AdapterCandidate> candidates, Predicate<AdapterCandidate> roots) {
        Map<String, List<AdapterCandidate>> continued = candidates.stream()
                .filter(candidate -> candidate.getStartFromAdapterId() != null)
                .collect(Collectors.groupingBy(Lineage::parent));
        Map<String, AdapterCandidate> found = new LinkedHashMap<>();
        Deque<AdapterCandidate> open =
                candidates.stream().filter(roots).collect(Collectors.toCollection(ArrayDeque::new));
        while (!open.isEmpty()) {
            AdapterCandidate next = open.remove();
            if (found.putIfAbsent(key(next), next) == null) {
                open.addAll(continued.getOrDefault(key(next), List.of()));
            }
        }
        return found;
    }

    private static String parent(AdapterCandidate candidate) {
        return Keys.inDomain(candidate.getDomain(), String.valueOf(candidate.getStartFromAdapterId()));
    }

    private static String key(AdapterCandidate candidate) {
        return Keys.inDomain(candidate.getDomain(), candidate.getAdapterId());
    }
}

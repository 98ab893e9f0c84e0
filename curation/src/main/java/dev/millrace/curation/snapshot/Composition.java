package dev.millrace.curation.snapshot;

import dev.millrace.runtime.snapshots.Split;
import dev.millrace.schemas.event.Example;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Counts what a snapshot is made of, example by example. */
final class Composition {
    /** Domains may have endless tags; events and manifests may not. */
    private static final int MAX_TAGS = 100;

    private final Map<Split, Long> examples = new EnumMap<>(Split.class);
    private final Map<String, Long> tags = new HashMap<>();
    private final Map<String, Long> others = new HashMap<>();
    private final Set<String> subjects = new HashSet<>();
    private boolean subjectsKnown = true;

    void add(Example example, Split split) {
        examples.merge(split, 1L, Long::sum);
        subjects.add(Candidate.subject(example));
        subjectsKnown &= example.getSubjectKnown();
        example.getTags().forEach(tag -> tags.merge("tag:" + tag, 1L, Long::sum));
        others.merge("source:" + example.getSource(), 1L, Long::sum);
        others.merge("kind:" + example.getKind().name().toLowerCase(Locale.ROOT), 1L, Long::sum);
        others.merge("language:" + example.getLanguage(), 1L, Long::sum);
    }

    long examples(Split split) {
        return examples.getOrDefault(split, 0L);
    }

    long subjects() {
        return subjects.size();
    }

    boolean subjectsKnown() {
        return subjectsKnown;
    }

    /** Examples of each tag, source, kind and language, by {@code kind:value}; the most frequent tags only. */
    Map<String, Long> counts() {
        Map<String, Long> counts = new TreeMap<>(others);
        tags.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(MAX_TAGS)
                .forEach(entry -> counts.put(entry.getKey(), entry.getValue()));
        return counts;
    }
}

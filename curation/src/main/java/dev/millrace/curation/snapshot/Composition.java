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

/** Counts what a snapshot is made of, line by line. */
final class Composition {
    /** Domains may have endless tags; events and manifests may not. */
    private static final int MAX_TAGS = 100;

    private final Set<String> replayed;
    private final Map<Split, TextCount> texts = new EnumMap<>(Split.class);
    private final Map<String, Long> tags = new HashMap<>();
    private final Map<String, Long> tasks = new HashMap<>();
    private final Map<String, Long> others = new HashMap<>();
    private final Set<String> subjects = new HashSet<>();
    private final Profile profile = new Profile();
    private boolean subjectsKnown = true;

    /** @param replayed ids of examples from outside the window */
    Composition(Set<String> replayed) {
        this.replayed = replayed;
    }

    void add(SnapshotLine line) {
        texts.merge(line.split(), TextCount.of(line.messages()), TextCount::plus);
        tasks.merge("task:" + line.task(), 1L, Long::sum);
        Example example = line.example();
        if (example != null) {
            add(example);
        }
    }

    private void add(Example example) {
        subjects.add(Candidate.subject(example));
        subjectsKnown &= example.getSubjectKnown();
        example.getTags().forEach(tag -> tags.merge("tag:" + tag, 1L, Long::sum));
        others.merge("source:" + example.getSource(), 1L, Long::sum);
        others.merge("kind:" + example.getKind().name().toLowerCase(Locale.ROOT), 1L, Long::sum);
        others.merge("language:" + example.getLanguage(), 1L, Long::sum);
        if (replayed.contains(example.getExampleId())) {
            others.merge("window:outside", 1L, Long::sum);
        }
        profile.add(example);
    }

    long examples(Split split) {
        return text(split).lines();
    }

    TextCount text(Split split) {
        return texts.getOrDefault(split, TextCount.NONE);
    }

    /** Of the examples, without further tasks and general text. */
    Profile profile() {
        return profile;
    }

    long subjects() {
        return subjects.size();
    }

    boolean subjectsKnown() {
        return subjectsKnown;
    }

    /**
     * Examples of each tag, source, kind and language, by {@code kind:value}; the most frequent tags only. Lines of each task, where there
     * are others than answers; examples from outside the window, where there are any.
     */
    Map<String, Long> counts() {
        Map<String, Long> counts = new TreeMap<>(others);
        if (tasks.size() > 1) {
            counts.putAll(tasks);
        }
        tags.entrySet().stream()
                .sorted(Map.Entry.<String, Long>comparingByValue(Comparator.reverseOrder())
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(MAX_TAGS)
                .forEach(entry -> counts.put(entry.getKey(), entry.getValue()));
        return counts;
    }
}

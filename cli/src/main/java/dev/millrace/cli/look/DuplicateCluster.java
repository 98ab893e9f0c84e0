package dev.millrace.cli.look;

import dev.millrace.runtime.snapshots.SnapshotExclusion;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * Examples that a snapshot leaves out because they are like one and the same other example.
 *
 * @param of id of that example
 * @param leftOut the others, the most alike first
 */
public record DuplicateCluster(String of, List<SnapshotExclusion> leftOut) {
    private static final Comparator<SnapshotExclusion> MOST_ALIKE_FIRST = Comparator.comparing(
                    SnapshotExclusion::jaccard, Comparator.nullsFirst(Comparator.reverseOrder()))
            .thenComparing(SnapshotExclusion::id);

    private static final Comparator<DuplicateCluster> LARGEST_FIRST = Comparator.comparing(
                    (DuplicateCluster cluster) -> cluster.leftOut().size(), Comparator.reverseOrder())
            .thenComparing(DuplicateCluster::of);

    /** The clusters of a snapshot, the largest first. */
    public static List<DuplicateCluster> of(List<SnapshotExclusion> exclusions) {
        Map<String, List<SnapshotExclusion>> byOther = exclusions.stream()
                .filter(exclusion -> exclusion.of() != null)
                .collect(Collectors.groupingBy(SnapshotExclusion::of, TreeMap::new, Collectors.toList()));
        return byOther.entrySet().stream()
                .map(entry -> new DuplicateCluster(
                        entry.getKey(),
                        entry.getValue().stream().sorted(MOST_ALIKE_FIRST).toList()))
                .sorted(LARGEST_FIRST)
                .toList();
    }

    /** For people; an exact duplicate has none. */
    public static String jaccard(SnapshotExclusion exclusion) {
        Double jaccard = exclusion.jaccard();
        return jaccard == null ? "-" : String.format(Locale.ROOT, "%.4f", jaccard);
    }
}

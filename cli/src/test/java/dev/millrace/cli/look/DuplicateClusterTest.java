package dev.millrace.cli.look;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.runtime.snapshots.SnapshotExclusion;
import java.util.List;
import org.junit.jupiter.api.Test;

class DuplicateClusterTest {

    @Test
    void shouldGatherWhatIsLikeOneExampleWhenOthersWereLeftOutToo() {
        // Given
        SnapshotExclusion old = new SnapshotExclusion("e1", "outside-window", null, null);
        SnapshotExclusion near = new SnapshotExclusion("e2", "near-duplicate", "a", 0.8);
        SnapshotExclusion nearer = new SnapshotExclusion("e3", "near-duplicate", "a", 0.9);
        SnapshotExclusion same = new SnapshotExclusion("e4", "duplicate", "a", null);
        SnapshotExclusion leak = new SnapshotExclusion("e5", "holdout-overlap", "b", 0.76);

        // When
        List<DuplicateCluster> clusters = DuplicateCluster.of(List.of(leak, near, nearer, same, old));

        // Then
        assertThat(clusters)
                .containsExactly(
                        new DuplicateCluster("a", List.of(same, nearer, near)),
                        new DuplicateCluster("b", List.of(leak)));
        assertThat(DuplicateCluster.jaccard(leak)).isEqualTo("0.7600");
        assertThat(DuplicateCluster.jaccard(same)).isEqualTo("-");
    }
}

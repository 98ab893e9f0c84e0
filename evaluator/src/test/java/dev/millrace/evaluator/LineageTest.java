package dev.millrace.evaluator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.schemas.event.AdapterCandidate;
import dev.millrace.schemas.event.TrainingFigures;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LineageTest {

    @Test
    void shouldFindWhatWasContinuedAtAnyRemoveInWhateverOrder() {
        // Given
        List<AdapterCandidate> candidates = List.of(
                candidate("d", "third", "second"),
                candidate("d", "other", null),
                candidate("d", "second", "first"),
                candidate("d", "first", null));

        // When
        Set<String> found = descended(candidates, "first");

        // Then
        assertThat(found).containsExactlyInAnyOrder("d/first", "d/second", "d/third");
    }

    @Test
    void shouldStayWithinTheDomain() {
        // Given
        List<AdapterCandidate> candidates = List.of(candidate("d", "first", null), candidate("e", "namesake", "first"));

        // When
        Set<String> found = descended(candidates, "first");

        // Then
        assertThat(found).containsExactly("d/first");
    }

    @Test
    void shouldEndWhenEventsSayThatTwoWereContinuedFromEachOther() {
        // Given
        List<AdapterCandidate> candidates = List.of(candidate("d", "egg", "hen"), candidate("d", "hen", "egg"));

        // When
        Set<String> found = descended(candidates, "hen");

        // Then
        assertThat(found).containsExactlyInAnyOrder("d/egg", "d/hen");
    }

    private static Set<String> descended(List<AdapterCandidate> candidates, String root) {
        return Lineage.descended(
                        candidates, candidate -> candidate.getAdapterId().equals(root))
                .keySet();
    }

    private static AdapterCandidate candidate(String domain, String id, @Nullable String parent) {
        return AdapterCandidate.newBuilder()
                .setAdapterId(id)
                .setDomain(domain)
                .setJobId("j")
                .setAttempt(1)
                .setSnapshotId("s")
                .setSnapshotSequence(1)
                .setSnapshotUri("artifact:///snapshots/d/s")
                .setSnapshotSha256("")
                .setBaseModel("base")
                .setBaseModelSha256("")
                .setRecipeHash("")
                .setStartFromAdapterId(parent)
                .setUri("artifact:///adapters/d/" + id)
                .setFiles(List.of())
                .setFigures(new TrainingFigures(1, 1L, 1.0, null, 1.0, 1.0, 1L))
                .setCreatedAt(Instant.EPOCH)
                .build();
    }
}

package dev.millrace.cli.store;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.runtime.artifacts.LocalArtifactStore;
import dev.millrace.runtime.artifacts.Staged;
import dev.millrace.schemas.event.AdapterCandidate;
import dev.millrace.schemas.event.AdapterRevoked;
import dev.millrace.schemas.event.EvaluationReport;
import dev.millrace.schemas.event.JobState;
import dev.millrace.schemas.event.JobStatus;
import dev.millrace.schemas.event.TrainingFigures;
import dev.millrace.schemas.event.Verdict;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReferencesTest {
    private final Instant later = Instant.now().plusSeconds(60);

    @TempDir
    private Path directory;

    @Test
    void shouldKeepWhatEventsReferToAndFindTheRest() throws IOException {
        LocalArtifactStore store = LocalArtifactStore.open(directory);
        commit(store, "a");
        commit(store, "orphan");
        References references = references(false, List.of(candidate("a", null)), List.of());

        List<Garbage.Item> items = new Garbage(references, later).artifacts(store);

        assertThat(items).extracting(Garbage.Item::what).containsExactly("artifact:///adapters/d/orphan");
    }

    @Test
    void shouldLeaveAloneWhatIsYoung() throws IOException {
        LocalArtifactStore store = LocalArtifactStore.open(directory);
        commit(store, "orphan");

        List<Garbage.Item> items = new Garbage(references(false, List.of(), List.of()), Instant.EPOCH).artifacts(store);

        assertThat(items).isEmpty();
    }

    @Test
    void shouldLetRefusedAdaptersGoButNotTheAncestorsOfOthers() {
        List<AdapterCandidate> candidates =
                List.of(candidate("refused", null), candidate("ancestor", null), candidate("newest", "ancestor"));
        List<EvaluationReport> reports = List.of(refused("refused"), refused("ancestor"));

        var kept = references(true, candidates, reports).uris();

        assertThat(kept)
                .contains("artifact:///adapters/d/ancestor", "artifact:///adapters/d/newest")
                .doesNotContain("artifact:///adapters/d/refused", "artifact:///reports/d/refused");
    }

    @Test
    void shouldLetRevokedAdaptersGoEvenIfOthersWereContinuedFromThem() {
        List<AdapterCandidate> candidates = List.of(candidate("revoked", null), candidate("newest", "revoked"));
        AdapterRevoked revoked = new AdapterRevoked("d", "revoked", "erasure", Instant.EPOCH);
        References references = new References(
                List.of(), candidates, List.of(refused("revoked")), List.of(), List.of(revoked), List.of(), false);

        Set<String> kept = references.uris();

        assertThat(kept).containsExactly("artifact:///adapters/d/newest");
    }

    @Test
    void shouldKeepCheckpointsOfOpenJobsOnly() throws IOException {
        Files.createDirectories(directory.resolve("open"));
        Files.createDirectories(directory.resolve("ended"));
        References references = new References(
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(),
                List.of(job("open", JobStatus.RUNNING), job("ended", JobStatus.FAILED)),
                false);

        List<Garbage.Item> items = new Garbage(references, later).checkpoints(directory);

        assertThat(items).extracting(Garbage.Item::folder).containsExactly(directory.resolve("ended"));
    }

    private static void commit(LocalArtifactStore store, String id) throws IOException {
        try (Staged staged = store.stage("adapters", "d/" + id)) {
            Files.writeString(staged.directory().resolve("file"), "x");
            staged.commit();
        }
    }

    private static References references(
            boolean refusedToo, List<AdapterCandidate> candidates, List<EvaluationReport> reports) {
        return new References(List.of(), candidates, reports, List.of(), List.of(), List.of(), refusedToo);
    }

    private static AdapterCandidate candidate(String id, @Nullable String parent) {
        return AdapterCandidate.newBuilder()
                .setAdapterId(id)
                .setDomain("d")
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

    private static EvaluationReport refused(String id) {
        return EvaluationReport.newBuilder()
                .setAdapterId(id)
                .setDomain("d")
                .setSnapshotId("s")
                .setSnapshotSequence(1)
                .setVerdict(Verdict.REFUSED)
                .setSummary("")
                .setChecks(List.of())
                .setUri("artifact:///reports/d/" + id)
                .setEvaluatedAt(Instant.EPOCH)
                .build();
    }

    private static JobState job(String id, JobStatus status) {
        return JobState.newBuilder()
                .setJobId(id)
                .setDomain("d")
                .setSnapshotId("s")
                .setStatus(status)
                .setAttempt(1)
                .setAt(Instant.EPOCH)
                .build();
    }
}

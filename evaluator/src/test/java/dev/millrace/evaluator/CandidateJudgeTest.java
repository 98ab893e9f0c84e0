package dev.millrace.evaluator;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.lm.torch.Device;
import dev.millrace.runtime.artifacts.ArtifactStore;
import dev.millrace.runtime.artifacts.LocalArtifactStore;
import dev.millrace.runtime.config.MillraceConfig;
import dev.millrace.runtime.snapshots.SnapshotFolder;
import dev.millrace.schemas.event.AdapterCandidate;
import dev.millrace.schemas.event.EvaluationReport;
import dev.millrace.schemas.event.Verdict;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CandidateJudgeTest {
    @TempDir
    Path directory;

    private ArtifactStore artifacts;
    private CandidateJudge judge;
    private SnapshotFolder snapshot;
    private AdapterCandidate candidate;

    @BeforeEach
    void makeCandidate() throws IOException {
        artifacts = LocalArtifactStore.open(directory.resolve("artifacts"));
        judge = new CandidateJudge(MillraceConfig.DEFAULTS, artifacts, Clock.systemUTC(), Device.CPU);
        URI snapshotUri = artifacts.uri("snapshots", "numbers/snapshot");
        snapshot = TestSnapshot.write(artifacts.resolve(snapshotUri));
        URI uri = artifacts.uri("adapters", "numbers/candidate");
        Path folder = TestAdapters.constant(0.02f, artifacts.resolve(uri));
        candidate = TestCandidates.of("numbers", "candidate", folder, uri, snapshot, snapshotUri, 1);
    }

    @Test
    void shouldRefuseWhenTheFilesLieOutsideTheStore() throws IOException {
        // Given
        candidate.setUri("artifact:///../outside");

        // When
        EvaluationReport report = judge.judge(candidate, null, 0);

        // Then
        assertRefused(report, "cannot name an artifact");
    }

    @Test
    void shouldRefuseWhenTheBaseModelIsNotThere() throws IOException {
        // Given
        candidate.setBaseModel("src/test/resources/none");

        // When
        EvaluationReport report = judge.judge(candidate, null, 0);

        // Then
        assertRefused(report, "is not on this machine");
    }

    @Test
    void shouldRefuseWhenTheBaseModelIsAnother() throws IOException {
        // Given
        candidate.setBaseModelSha256("0".repeat(64));

        // When
        EvaluationReport report = judge.judge(candidate, null, 0);

        // Then
        assertRefused(report, "was trained on 0000");
    }

    @Test
    void shouldRefuseWhenTheHoldoutIsNotWhatTheManifestSays() throws IOException {
        // Given
        Files.writeString(snapshot.folder().resolve("holdout.jsonl.gz"), "other");

        // When
        EvaluationReport report = judge.judge(candidate, null, 0);

        // Then
        assertRefused(report, "holdout.jsonl.gz has SHA-256");
    }

    private void assertRefused(EvaluationReport report, String reason) {
        assertThat(report.getVerdict()).isEqualTo(Verdict.REFUSED);
        assertThat(report.getSummary()).contains(reason);
        assertThat(report.getHoldout()).isNull();
        assertThat(artifacts.resolve(URI.create(report.getUri())).resolve("report.md"))
                .content()
                .contains(reason);
    }
}

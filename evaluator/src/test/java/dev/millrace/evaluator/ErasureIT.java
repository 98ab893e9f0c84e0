package dev.millrace.evaluator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.millrace.runtime.artifacts.Sha256;
import dev.millrace.runtime.privacy.RevokedMark;
import dev.millrace.runtime.snapshots.SnapshotFolder;
import dev.millrace.schemas.event.AdapterCandidate;
import dev.millrace.schemas.event.AdapterReady;
import dev.millrace.schemas.event.EvaluationReport;
import dev.millrace.schemas.event.Verdict;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ErasureIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final String domain = "erased-" + UUID.randomUUID().toString().substring(0, 8);

    @TempDir
    private Path directory;

    private volatile Consumer<String> onResolve = uri -> {};
    private EvaluatorWorld world;
    private SnapshotFolder snapshot;
    private SnapshotFolder otherSnapshot;
    private Path adapter;

    @BeforeEach
    void makeFiles() throws Exception {
        world = new EvaluatorWorld(directory, uri -> onResolve.accept(uri.toString()));
        snapshot = world.snapshot("snapshot", 24);
        otherSnapshot = world.snapshot("other", 24);
        adapter = TestAdapters.constant(0.02f, directory.resolve("adapter"));
    }

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void shouldRevokeWhatWasTrainedOnAnErasedSnapshotAndWhatWasContinuedFromIt() throws IOException {
        // Given
        AdapterCandidate first = candidate(snapshot, 1, null);
        AdapterCandidate second = candidate(otherSnapshot, 2, first);
        AdapterCandidate champion = candidate(otherSnapshot, 3, second);
        AdapterCandidate untouched = candidate(otherSnapshot, 4, null);
        world.start();
        await().atMost(PATIENCE).until(() -> world.hasReport(untouched));
        world.crown(champion, 1);

        // When
        world.eraseSnapshot(first);

        // Then
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(world.revocations(domain))
                .containsOnlyKeys(first.getAdapterId(), second.getAdapterId(), champion.getAdapterId()));
        await().atMost(PATIENCE).until(() -> world.champion(domain).isEmpty());
        await().atMost(PATIENCE)
                .until(() -> !world.hasReport(first) && !world.hasReport(second) && !world.hasReport(champion));
        assertThat(world.hasReport(untouched)).isTrue();
        assertThat(world.hasFiles(champion)).as("until it is replaced").isTrue();
        await().atMost(PATIENCE).untilAsserted(() -> assertThatThrownBy(
                        () -> RevokedMark.unrevoked(world.context().artifacts().resolve(URI.create(champion.getUri()))))
                .hasMessageContaining("reason: erasure"));
    }

    @Test
    void shouldDeleteTheWeightsWhenTheChampionIsNotAmongTheRevoked() throws IOException {
        // Given
        AdapterCandidate revoked = candidate(snapshot, 1, null);
        AdapterCandidate champion = candidate(otherSnapshot, 2, null);
        world.crown(champion, 1);
        world.start();

        // When
        world.eraseSnapshot(revoked);

        // Then
        await().atMost(PATIENCE).until(() -> !world.hasFiles(revoked));
        assertThat(world.champion(domain)).map(AdapterReady::getAdapterId).contains(champion.getAdapterId());
        assertThat(world.hasFiles(champion)).isTrue();
    }

    @Test
    void shouldDeleteTheWeightsInTimeForTheDeadlineWhenNothingReplacesThem() throws IOException {
        // Given
        AdapterCandidate champion = candidate(snapshot, 1, null);
        world.crown(champion, 1);
        world.requestErasure(domain, Duration.ofHours(1)); // within a day: due at once

        // When
        world.start();
        world.eraseSnapshot(champion);

        // Then
        await().atMost(PATIENCE).until(() -> !world.hasFiles(champion));
        assertThat(world.champion(domain)).isEmpty();
    }

    @Test
    void shouldRevokeACandidateThatComesLateAndNotJudgeIt() throws IOException {
        // Given
        AdapterCandidate late = staged(snapshot, 1, null);
        AdapterCandidate continued = staged(otherSnapshot, 2, late);
        world.eraseSnapshot(late);
        world.start();

        // When
        world.publish(late);
        world.publish(continued);

        // Then
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(world.revocations(domain))
                .containsOnlyKeys(late.getAdapterId(), continued.getAdapterId()));
        AdapterCandidate next = candidate(otherSnapshot, 3, null);
        await().atMost(PATIENCE).until(() -> !world.reports(next).isEmpty());
        assertThat(world.reports(late)).isEmpty();
        assertThat(world.reports(continued)).isEmpty();
    }

    @Test
    void shouldThrowTheVerdictAwayWhenTheCandidateIsErasedWhileItIsJudged() throws IOException {
        // Given
        AdapterCandidate candidate = staged(snapshot, 1, null);
        eraseWhenReading(candidate.getUri(), candidate);
        world.start();

        // When
        world.publish(candidate);

        // Then
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(world.revocations(domain)).containsOnlyKeys(candidate.getAdapterId()));
        await().atMost(PATIENCE).until(() -> !world.hasReport(candidate));
        assertThat(world.reports(candidate)).isEmpty();
    }

    @Test
    void shouldJudgeAgainWhenTheChampionIsErasedMeanwhile() throws IOException {
        // Given
        AdapterCandidate champion = candidate(snapshot, 1, null);
        world.crown(champion, 1);
        AdapterCandidate candidate = staged(otherSnapshot, 2, null);
        eraseWhenReading(candidate.getUri(), champion);
        world.start();

        // When
        world.publish(candidate);

        // Then
        await().atMost(PATIENCE).until(() -> !world.reports(candidate).isEmpty());
        assertThat(world.reports(candidate)).singleElement().satisfies(report -> assertThat(report.getChampionId())
                .isNull());
        await().atMost(PATIENCE).until(() -> world.champion(domain).isEmpty());
    }

    @Test
    void shouldFinishWhatACrashLeftAndRevokeNothingTwice() throws IOException {
        // Given
        AdapterCandidate champion = candidate(snapshot, 1, null);
        world.crown(champion, 1);
        world.eraseSnapshot(champion);
        world.revoke(champion);

        // When
        world.start();

        // Then
        await().atMost(PATIENCE).until(() -> world.champion(domain).isEmpty());
        world.eraseSnapshot(champion);
        AdapterCandidate next = candidate(otherSnapshot, 2, null);
        await().atMost(PATIENCE).until(() -> !world.reports(next).isEmpty());
        assertThat(world.revocations(domain)).isEqualTo(Map.of(champion.getAdapterId(), 1));
    }

    @Test
    void shouldPromoteTheReplacementAgainstTheBaseAndDeleteWhatItReplaces() throws IOException {
        // Given
        AdapterCandidate revoked = candidate(snapshot, 7, null);
        world.crown(revoked, 1);
        world.eraseSnapshot(revoked);
        world.start();
        await().atMost(PATIENCE).until(() -> world.champion(domain).isEmpty());
        Path good = TestAdapters.trained(otherSnapshot.folder(), 6, directory.resolve("good"));

        // When
        AdapterCandidate replacement = world.candidate(domain, otherSnapshot, 7, good);

        // Then
        await().atMost(PATIENCE).until(() -> !world.reports(replacement).isEmpty());
        EvaluationReport report = world.reports(replacement).get(0);
        assertThat(report.getVerdict()).as(report.getSummary()).isEqualTo(Verdict.PROMOTED);
        assertThat(report.getChampionId()).isNull();
        AdapterReady ready = world.champion(domain).orElseThrow();
        assertThat(ready.getVersion()).isEqualTo(2);
        assertThat(ready.getPreviousAdapterId()).isNull();
        await().atMost(PATIENCE).until(() -> !world.hasFiles(revoked));
        assertThat(world.hasFiles(replacement)).isTrue();
    }

    private void eraseWhenReading(String uri, AdapterCandidate erased) {
        onResolve = read -> {
            if (read.equals(uri)) {
                onResolve = none -> {};
                world.eraseSnapshot(erased);
            }
        };
    }

    private AdapterCandidate candidate(SnapshotFolder of, long sequence, @Nullable AdapterCandidate start)
            throws IOException {
        AdapterCandidate candidate = staged(of, sequence, start);
        world.publish(candidate);
        return candidate;
    }

    /** Of another base, so that it is refused without being measured. */
    private AdapterCandidate staged(SnapshotFolder of, long sequence, @Nullable AdapterCandidate start)
            throws IOException {
        AdapterCandidate candidate = world.staged(domain, of, sequence, adapter);
        candidate.setBaseModelSha256(Sha256.text("another base"));
        candidate.setStartFromAdapterId(start == null ? null : start.getAdapterId());
        return candidate;
    }
}

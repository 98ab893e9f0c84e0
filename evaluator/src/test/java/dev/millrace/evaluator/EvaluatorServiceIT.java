package dev.millrace.evaluator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.runtime.artifacts.Sha256;
import dev.millrace.runtime.snapshots.SnapshotFolder;
import dev.millrace.schemas.event.AdapterCandidate;
import dev.millrace.schemas.event.AdapterReady;
import dev.millrace.schemas.event.CheckVerdict;
import dev.millrace.schemas.event.EvaluationCheck;
import dev.millrace.schemas.event.EvaluationReport;
import dev.millrace.schemas.event.Verdict;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EvaluatorServiceIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    private Path directory;

    private EvaluatorWorld world;
    private SnapshotFolder snapshot;
    private Path good;

    @BeforeEach
    void start() throws Exception {
        world = new EvaluatorWorld(directory);
        snapshot = world.snapshot("large", 24);
        good = TestAdapters.trained(snapshot.folder(), 6, directory.resolve("good"));
        world.start();
    }

    @AfterEach
    void stop() {
        world.close();
    }

    @Test
    void shouldReplaceTheChampionOnlyByWhatIsBetterThanIt() throws IOException {
        Path better = TestAdapters.trained(snapshot.folder(), 30, directory.resolve("better"));
        AdapterCandidate first = world.candidate("line", snapshot, 1, good);
        AdapterCandidate second = world.candidate("line", snapshot, 2, better);

        EvaluationReport promoted = judged(first);
        EvaluationReport again = judged(second);

        assertThat(promoted.getVerdict()).as(promoted.getSummary()).isEqualTo(Verdict.PROMOTED);
        assertThat(promoted.getChampionId()).isNull();
        assertThat(promoted.getChecks()).noneMatch(check -> check.getVerdict() == CheckVerdict.FAILED);
        assertThat(again.getVerdict()).as(again.getSummary()).isEqualTo(Verdict.PROMOTED);
        assertThat(again.getChampionId()).isEqualTo(first.getAdapterId());
        assertThat(again.getHoldout().getEarlierUses()).isEqualTo(1);
        AdapterReady champion = world.champion("line").orElseThrow();
        assertThat(champion.getAdapterId()).isEqualTo(second.getAdapterId());
        assertThat(champion.getVersion()).isEqualTo(2);
        assertThat(champion.getPreviousAdapterId()).isEqualTo(first.getAdapterId());
        assertThat(champion.getFiles()).isEqualTo(second.getFiles());
        assertThat(champion.getAdapterLoss()).isLessThan(champion.getBaseLoss());
    }

    @Test
    void shouldWriteAReportThatAPersonCanRead() throws IOException {
        EvaluationReport report = judged(world.candidate("readers", snapshot, 1, good));

        Path folder = world.context().artifacts().resolve(URI.create(report.getUri()));
        assertThat(folder.resolve("report.md"))
                .content()
                .contains("promoted", "| base |", "95 % interval", "24 conversations of 12 customers", "## Answers")
                .contains("| weights-are-finite |");
        assertThat(folder.resolve("report.json")).content().contains("\"verdict\"", "\"samples\"");
    }

    @Test
    void shouldNotDecideWhenTheHoldoutIsTooSmall() throws IOException {
        SnapshotFolder small = world.snapshot("small", 6);

        EvaluationReport report = judged(world.candidate("thin", small, 1, good));

        assertThat(report.getVerdict()).as(report.getSummary()).isEqualTo(Verdict.INSUFFICIENT_EVIDENCE);
        assertThat(report.getSummary()).contains("6 items of 3 customers", "at least 20 and 10");
        assertThat(world.champion("thin")).isEmpty();
    }

    @Test
    void shouldRefuseWhatDoesNotBelongToItsBaseOrItsSnapshot() throws IOException {
        AdapterCandidate foreign = world.staged("foreign", snapshot, 1, good);
        foreign.setBaseModelSha256(Sha256.text("another base"));
        world.publish(foreign);
        AdapterCandidate touched = world.staged("touched", snapshot, 1, good);
        touched.setSnapshotSha256(Sha256.text("what the snapshot was"));
        world.publish(touched);

        EvaluationReport ofAnotherBase = judged(foreign);
        EvaluationReport ofAnotherSnapshot = judged(touched);

        assertThat(failed(ofAnotherBase)).contains("fits-the-base");
        assertThat(ofAnotherBase.getSummary()).contains("was trained on " + Sha256.text("another base"));
        assertThat(failed(ofAnotherSnapshot)).contains("snapshot-is-whole");
        assertThat(world.champion("foreign")).isEmpty();
        assertThat(world.champion("touched")).isEmpty();
    }

    @Test
    void shouldHoldACandidateAgainstTheBaseWhenTheChampionIsDamaged() throws IOException {
        AdapterCandidate champion = world.candidate("worn", snapshot, 1, good);
        assertThat(judged(champion).getVerdict()).isEqualTo(Verdict.PROMOTED);
        TestCandidates.flipLastByte(world.context().artifacts().resolve(URI.create(champion.getUri())));

        EvaluationReport successor = judged(world.candidate("worn", snapshot, 2, good));

        assertThat(successor.getVerdict()).as(successor.getSummary()).isEqualTo(Verdict.PROMOTED);
        assertThat(successor.getChampionId()).isNull();
        assertThat(world.champion("worn").orElseThrow().getVersion()).isEqualTo(2);
    }

    @Test
    void shouldPutACandidateAsideWhoseNameIsNoneAndGoOn() throws IOException {
        AdapterCandidate nameless = world.staged("odd", snapshot, 1, good);
        nameless.setAdapterId("..");
        world.publish(nameless);

        EvaluationReport next = judged(world.candidate("odd", snapshot, 1, good));

        assertThat(next.getVerdict()).as(next.getSummary()).isEqualTo(Verdict.PROMOTED);
        assertThat(world.reports(nameless)).isEmpty();
        assertThat(world.deadCandidates()).contains("odd/..");
    }

    private static Optional<String> failed(EvaluationReport report) {
        return report.getChecks().stream()
                .filter(check -> check.getVerdict() == CheckVerdict.FAILED)
                .map(EvaluationCheck::getName)
                .findFirst();
    }

    private EvaluationReport judged(AdapterCandidate candidate) {
        await().atMost(PATIENCE).until(() -> !world.reports(candidate).isEmpty());
        return world.reports(candidate).get(0);
    }
}

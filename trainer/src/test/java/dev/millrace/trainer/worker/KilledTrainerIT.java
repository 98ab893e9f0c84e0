package dev.millrace.trainer.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.awaitility.Awaitility.await;

import dev.millrace.lm.train.TrainingListener;
import dev.millrace.runtime.artifacts.Sha256;
import dev.millrace.runtime.service.ServiceContext;
import dev.millrace.schemas.Topics;
import dev.millrace.schemas.event.AdapterCandidate;
import dev.millrace.schemas.event.ArtifactFile;
import dev.millrace.schemas.event.TrainingJob;
import dev.millrace.schemas.event.TrainingProgress;
import dev.millrace.trainer.TestInstallation;
import dev.millrace.trainer.TestJobs;
import dev.millrace.trainer.TestRecipes;
import dev.millrace.trainer.TestSnapshot;
import dev.millrace.trainer.training.LocalTraining;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The real engine in processes of its own, one of which is killed or suspended in the middle of its job. */
class KilledTrainerIT {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final int LONG = 100;

    private final String domain = "killed-" + UUID.randomUUID().toString().substring(0, 8);

    @TempDir
    Path directory;

    private TestInstallation installation;
    private ServiceContext context;
    private TestJobs jobs;
    private URI uri;
    private TestSnapshot snapshot;

    @BeforeEach
    void cutSnapshot() throws Exception {
        installation = new TestInstallation(directory);
        context = installation.context();
        jobs = new TestJobs(context);
        uri = context.artifacts().uri("snapshots", domain + "/one");
        snapshot = TestSnapshot.write(context.artifacts().resolve(uri), domain, 60, 0);
    }

    @Test
    void shouldGoOnFromTheCheckpointAndMakeOneCandidateWhenTheTrainerIsKilled() throws Exception {
        // Given
        TrainingJob job = queue(1, LONG);
        try (TrainerProcess first = start()) {
            awaitStep(10);

            // When
            first.kill();
        }
        try (TrainerProcess second = start()) {
            awaitStates(job, "QUEUED 0", "RUNNING 1", "RUNNING 2", "SUCCEEDED 2");
            assertThat(second.alive()).isTrue();
        }

        // Then
        assertOneWholeCandidate(job);
        assertResumedOnTheSameCurve();
    }

    @Test
    void shouldMakeOneCandidateWhenTheTrainerWasSuspendedPastItsLock() throws Exception {
        // Given
        TrainingJob job = queue(1, LONG);
        try (TrainerProcess first = start()) {
            awaitStep(10);
            first.suspend();
            try (TrainerProcess second = start()) {
                awaitStates(job, "QUEUED 0", "RUNNING 1", "RUNNING 2", "SUCCEEDED 2");
                assertThat(second.alive()).isTrue();
            }

            // When
            first.resume();
            TrainingJob next = queue(2, 20);
            awaitStates(next, "QUEUED 0", "RUNNING 1", "SUCCEEDED 1");
        }

        // Then
        assertThat(jobs.states(job)).containsExactly("QUEUED 0", "RUNNING 1", "RUNNING 2", "SUCCEEDED 2");
        assertOneWholeCandidate(job);
    }

    private TrainerProcess start() throws IOException {
        return TrainerProcess.start(directory, installation.settings());
    }

    private TrainingJob queue(int sequence, int steps) throws IOException {
        return jobs.queue(
                TestJobs.snapshot(domain, sequence, uri.toString(), snapshot.sha256()), TestRecipes.small(steps));
    }

    private void awaitStep(int step) {
        await().atMost(PATIENCE).until(() -> progress().stream().anyMatch(event -> event.getStep() > step));
    }

    private void awaitStates(TrainingJob job, String... expected) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(jobs.states(job)).containsExactly(expected));
    }

    private void assertOneWholeCandidate(TrainingJob job) throws IOException {
        List<AdapterCandidate> candidates = TestInstallation.all(context, Topics.CANDIDATES, domain).stream()
                .filter(candidate -> candidate.getJobId().equals(job.getJobId()))
                .toList();
        assertThat(candidates).hasSize(1);
        Path folder = context.artifacts().resolve(URI.create(candidates.get(0).getUri()));
        for (ArtifactFile file : candidates.get(0).getFiles()) {
            assertThat(Sha256.file(folder.resolve(file.getPath()))).isEqualTo(file.getSha256());
        }
    }

    private void assertResumedOnTheSameCurve() {
        List<TrainingProgress> events = progress();
        Map<Integer, Double> expected = undisturbed();
        TrainingProgress resumed = events.stream()
                .filter(event -> event.getAttempt() == 2)
                .findFirst()
                .orElseThrow();
        assertThat(resumed.getStep()).isGreaterThan(5);
        assertThat(events).allSatisfy(event -> assertThat(event.getLoss())
                .as("step %d of attempt %d", event.getStep(), event.getAttempt())
                .isCloseTo(expected.get(event.getStep()), offset(1e-5)));
    }

    private Map<Integer, Double> undisturbed() {
        Map<Integer, Double> losses = new HashMap<>();
        LocalTraining.of(snapshot.folder(), TestSnapshot.BASE_MODEL, TestRecipes.small(LONG))
                .run(
                        new TrainingListener() {
                            @Override
                            public void onStep(Step step) {
                                losses.put(step.step(), step.loss());
                            }
                        },
                        () -> false);
        return losses;
    }

    private List<TrainingProgress> progress() {
        return TestInstallation.all(context, Topics.PROGRESS, domain);
    }
}

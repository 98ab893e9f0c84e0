package dev.millrace.trainer.planner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.runtime.service.ServiceContext;
import dev.millrace.schemas.Topics;
import dev.millrace.schemas.event.JobReason;
import dev.millrace.schemas.event.JobState;
import dev.millrace.schemas.event.JobStatus;
import dev.millrace.schemas.event.Snapshot;
import dev.millrace.schemas.event.SnapshotTrigger;
import dev.millrace.schemas.event.TrainingJob;
import dev.millrace.trainer.TestInstallation;
import dev.millrace.trainer.TestJobs;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PlannerIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final String domain = "planned-" + UUID.randomUUID().toString().substring(0, 8);

    @TempDir
    Path directory;

    private ServiceContext context;
    private PlannerService planner;

    @BeforeEach
    void startPlanner() throws InterruptedException {
        context = new TestInstallation(directory).context();
        planner = PlannerService.create(context);
        planner.start();
    }

    @AfterEach
    void closePlanner() {
        planner.close();
    }

    @Test
    void shouldQueueOneJobWhenASnapshotIsReady() {
        // Given
        Snapshot snapshot = TestJobs.snapshot(domain, 1);

        // When
        publish(snapshot);

        // Then
        TrainingJob job = awaitJobs(1).get(0);
        assertThat(job.getSnapshotId()).isEqualTo(snapshot.getSnapshotId());
        assertThat(job.getSnapshotSha256()).isEqualTo(snapshot.getSha256());
        assertThat(job.getRecipe())
                .isEqualTo(context.config().domain(domain).recipe().toJson());
        assertThat(job.getBaseModelSha256()).matches("[0-9a-f]{64}");
        assertThat(new TestJobs(context).states(job)).containsExactly("QUEUED 0");
    }

    @Test
    void shouldSupersedeTheQueuedJobWhenANewerSnapshotIsReady() {
        // When
        publish(TestJobs.snapshot(domain, 1));
        publish(TestJobs.snapshot(domain, 2));

        // Then
        List<TrainingJob> jobs = awaitJobs(2);
        assertThat(new TestJobs(context).states(jobs.get(0))).containsExactly("QUEUED 0", "SUPERSEDED 0");
        assertThat(new TestJobs(context).states(jobs.get(1))).containsExactly("QUEUED 0");
    }

    @Test
    void shouldLeaveARunningJobAloneWhenANewerSnapshotIsReady() {
        // Given
        publish(TestJobs.snapshot(domain, 1));
        TrainingJob running = awaitJobs(1).get(0);
        new TestJobs(context).tell(running, JobStatus.RUNNING);

        // When
        publish(TestJobs.snapshot(domain, 2));

        // Then
        awaitJobs(2);
        assertThat(new TestJobs(context).states(running)).containsExactly("QUEUED 0", "RUNNING 0");
    }

    @Test
    void shouldMakeNoSecondJobWhenASnapshotIsReadAgainOrErased() {
        // Given
        Snapshot first = TestJobs.snapshot(domain, 1);
        publish(first);
        publish(first);
        publish(TestJobs.erased(TestJobs.snapshot(domain, 2)));

        // When
        publish(TestJobs.snapshot(domain, 3));

        // Then
        assertThat(awaitJobs(2).stream().map(TrainingJob::getSnapshotSequence)).containsExactly(1L, 3L);
    }

    @Test
    void shouldGoOnWhereItStoppedWhenStartedAgain() {
        // Given
        publish(TestJobs.snapshot(domain, 1));
        awaitJobs(1);
        planner.close();
        publish(TestJobs.snapshot(domain, 2));

        // When
        planner = PlannerService.create(context);
        planner.start();

        // Then
        Map<Long, Long> jobs = awaitJobs(2).stream()
                .collect(Collectors.groupingBy(TrainingJob::getSnapshotSequence, Collectors.counting()));
        assertThat(jobs).isEqualTo(Map.of(1L, 1L, 2L, 1L));
    }

    @Test
    void shouldCancelWhatIsOpenOnASnapshotWhenItIsErased() throws IOException {
        // Given
        TestJobs jobs = new TestJobs(context);
        Snapshot snapshot = TestJobs.snapshot(domain, 1);
        TrainingJob queued = jobs.queue(snapshot);
        TrainingJob running = jobs.queue(snapshot, "second");
        jobs.tell(running, JobStatus.RUNNING);
        TrainingJob unaffected = jobs.queue(TestJobs.snapshot(domain, 2));

        // When
        publish(TestJobs.erased(snapshot));

        // Then
        awaitStates(queued, "QUEUED 0", "CANCELLED 0");
        awaitStates(running, "QUEUED 0", "RUNNING 0", "CANCELLED 0");
        assertThat(jobs.states(unaffected)).containsExactly("QUEUED 0");
        assertThat(TestInstallation.all(context, Topics.JOB_STATES, domain))
                .filteredOn(state -> state.getStatus() == JobStatus.CANCELLED)
                .extracting(JobState::getReason)
                .containsOnly("erasure");
    }

    @Test
    void shouldLeaveWhatHasEndedUnlessItFailedForWantOfTheErasedFiles() throws IOException {
        // Given
        TestJobs jobs = new TestJobs(context);
        Snapshot snapshot = TestJobs.snapshot(domain, 1);
        TrainingJob done = jobs.queue(snapshot);
        jobs.tell(done, JobStatus.SUCCEEDED);
        TrainingJob diverged = jobs.queue(snapshot, "second");
        jobs.tell(diverged, JobStatus.FAILED, "diverged");
        TrainingJob without = jobs.queue(snapshot, "third");
        jobs.tell(without, JobStatus.FAILED, "snapshot-missing");

        // When
        publish(TestJobs.erased(snapshot));

        // Then
        awaitStates(without, "QUEUED 0", "FAILED 0", "CANCELLED 0");
        assertThat(jobs.states(done)).containsExactly("QUEUED 0", "SUCCEEDED 0");
        assertThat(jobs.states(diverged)).containsExactly("QUEUED 0", "FAILED 0");
    }

    @Test
    void shouldMakeOneReplacementOfItsOwnHoweverOftenTheEventIsRead() {
        // Given
        Snapshot snapshot = TestJobs.snapshot(domain, 1);
        publish(snapshot);
        TrainingJob before = awaitJobs(1).get(0);
        Snapshot replacement = Snapshot.newBuilder(snapshot)
                .setTrigger(SnapshotTrigger.ERASURE)
                .setCreatedAt(Instant.ofEpochMilli(1))
                .build();

        // When
        publish(replacement);
        publish(replacement);
        publish(TestJobs.snapshot(domain, 2));

        // Then
        List<TrainingJob> made = awaitJobs(3);
        TrainingJob job = made.get(1);
        assertThat(made).extracting(TrainingJob::getSnapshotSequence).containsExactly(1L, 1L, 2L);
        assertThat(job.getReason()).isEqualTo(JobReason.ERASURE);
        assertThat(job.getStartFromAdapterId()).isNull();
        assertThat(job.getJobId()).isNotEqualTo(before.getJobId());
        assertThat(new TestJobs(context).states(before)).containsExactly("QUEUED 0", "SUPERSEDED 0");
        assertThat(new TestJobs(context).states(job)).containsExactly("QUEUED 0", "SUPERSEDED 0");
    }

    private void awaitStates(TrainingJob job, String... expected) {
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(new TestJobs(context).states(job))
                .containsExactly(expected));
    }

    private void publish(Snapshot snapshot) {
        new TestJobs(context).publish(snapshot);
    }

    private List<TrainingJob> awaitJobs(int count) {
        return await().atMost(PATIENCE)
                .until(() -> TestInstallation.all(context, Topics.JOBS, domain), jobs -> jobs.size() >= count);
    }
}

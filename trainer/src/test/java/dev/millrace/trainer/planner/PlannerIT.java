package dev.millrace.trainer.planner;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.runtime.kafka.EventProducer;
import dev.millrace.runtime.service.ServiceContext;
import dev.millrace.schemas.Keys;
import dev.millrace.schemas.Topics;
import dev.millrace.schemas.event.JobStatus;
import dev.millrace.schemas.event.Snapshot;
import dev.millrace.schemas.event.SnapshotState;
import dev.millrace.schemas.event.TrainingJob;
import dev.millrace.trainer.TestInstallation;
import dev.millrace.trainer.TestJobs;
import java.nio.file.Path;
import java.time.Duration;
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
        publish(Snapshot.newBuilder(TestJobs.snapshot(domain, 2))
                .setState(SnapshotState.ERASED)
                .build());

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

    private void publish(Snapshot snapshot) {
        try (EventProducer producer = context.kafka().producer("test")) {
            producer.sendAndWait(
                    Topics.SNAPSHOTS, Keys.inDomain(snapshot.getDomain(), snapshot.getSnapshotId()), snapshot);
        }
    }

    private List<TrainingJob> awaitJobs(int count) {
        return await().atMost(PATIENCE)
                .until(() -> TestInstallation.all(context, Topics.JOBS, domain), jobs -> jobs.size() >= count);
    }
}

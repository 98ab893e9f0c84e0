package dev.millrace.trainer.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.runtime.kafka.DeadLetter;
import dev.millrace.runtime.kafka.EventProducer;
import dev.millrace.runtime.service.ServiceContext;
import dev.millrace.schemas.Keys;
import dev.millrace.schemas.Topics;
import dev.millrace.schemas.event.AdapterCandidate;
import dev.millrace.schemas.event.AdapterRevoked;
import dev.millrace.schemas.event.JobState;
import dev.millrace.schemas.event.JobStatus;
import dev.millrace.schemas.event.Snapshot;
import dev.millrace.schemas.event.TrainingJob;
import dev.millrace.schemas.event.TrainingProgress;
import dev.millrace.trainer.TestInstallation;
import dev.millrace.trainer.TestJobs;
import dev.millrace.trainer.training.FailureCode;
import dev.millrace.trainer.training.TrainingFailedException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.function.BooleanSupplier;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Workers on a real share group; what they would train is a fake that waits on latches. */
class WorkerIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    private final String domain = "worked-" + UUID.randomUUID().toString().substring(0, 8);
    private final Deque<TrainerService> services = new ArrayDeque<>();
    private final CountDownLatch mayEnd = new CountDownLatch(1);

    @TempDir
    Path directory;

    private ServiceContext context;
    private TestJobs jobs;

    @BeforeEach
    void connect() throws InterruptedException {
        context = new TestInstallation(directory).context();
        jobs = new TestJobs(context);
    }

    @AfterEach
    void closeServices() {
        mayEnd.countDown();
        services.forEach(TrainerService::close);
    }

    @Test
    void shouldPublishCandidateAndEndOfTheJobWhenItIsTrained() throws Exception {
        // Given
        TrainingJob job = jobs.queue(TestJobs.snapshot(domain, 1));

        // When
        start(new FakeRunner().on(domain, (attempt, progress, stop) -> {
            progress.accept(FakeRunner.progress(job, attempt));
            return true;
        }));

        // Then
        awaitStates(job, "QUEUED 0", "RUNNING 1", "SUCCEEDED 1");
        assertThat(candidates()).singleElement().satisfies(candidate -> assertThat(candidate.getJobId())
                .isEqualTo(job.getJobId()));
        assertThat(TestInstallation.all(context, Topics.PROGRESS, domain))
                .extracting(TrainingProgress::getAttempt)
                .containsExactly(1);
    }

    @Test
    void shouldKeepTheJobAndLeaveTheOthersAloneWhenTrainingOutlastsTheLock() throws Exception {
        // Given
        FakeRunner runner = new FakeRunner().on(domain, (attempt, progress, stop) -> awaitEnd());
        TrainingJob job = jobs.queue(TestJobs.snapshot(domain, 1));
        start(runner);
        awaitStates(job, "QUEUED 0", "RUNNING 1");
        TrainingJob waiting = jobs.queue(TestJobs.snapshot(domain, 2));

        // When
        await().pollDelay(Duration.ofSeconds(5)).atMost(PATIENCE).until(() -> true);
        mayEnd.countDown();

        // Then
        awaitStates(job, "QUEUED 0", "RUNNING 1", "SUCCEEDED 1");
        awaitStates(waiting, "QUEUED 0", "RUNNING 1", "SUCCEEDED 1");
        assertThat(runner.started).containsExactly(job.getJobId(), waiting.getJobId());
    }

    @Test
    void shouldGiveTwoJobsToTwoWorkersAtTheSameTime() throws Exception {
        // Given
        CountDownLatch both = new CountDownLatch(2);
        FakeRunner.Behaviour waitForTheOther = (attempt, progress, stop) -> {
            both.countDown();
            return awaited(both);
        };
        TrainingJob first = jobs.queue(TestJobs.snapshot(domain, 1));
        TrainingJob second = jobs.queue(TestJobs.snapshot(domain, 2));

        // When
        start(new FakeRunner().on(domain, waitForTheOther));
        start(new FakeRunner().on(domain, waitForTheOther));

        // Then
        awaitStates(first, "QUEUED 0", "RUNNING 1", "SUCCEEDED 1");
        awaitStates(second, "QUEUED 0", "RUNNING 1", "SUCCEEDED 1");
    }

    @Test
    void shouldRefuseEverythingFromAWorkerThatSleptThroughItsLock() throws Exception {
        // Given
        TrainingJob job = jobs.queue(TestJobs.snapshot(domain, 1));
        FakeRunner sleepy = new FakeRunner().on(domain, (attempt, progress, stop) -> awaitEnd());
        start(sleepy, WorkerIT::neverRenewing);
        awaitStates(job, "QUEUED 0", "RUNNING 1");
        start(new FakeRunner().on(domain, (attempt, progress, stop) -> true));
        awaitStates(job, "QUEUED 0", "RUNNING 1", "RUNNING 2", "SUCCEEDED 2");

        // When
        services.getLast().close();
        sleepy.on(domain, (attempt, progress, stop) -> true);
        mayEnd.countDown();

        // Then
        TrainingJob next = jobs.queue(TestJobs.snapshot(domain, 2));
        awaitStates(next, "QUEUED 0", "RUNNING 1", "SUCCEEDED 1");
        assertThat(jobs.states(job)).containsExactly("QUEUED 0", "RUNNING 1", "RUNNING 2", "SUCCEEDED 2");
        assertThat(candidates())
                .filteredOn(candidate -> candidate.getJobId().equals(job.getJobId()))
                .singleElement()
                .extracting(AdapterCandidate::getAttempt)
                .isEqualTo(2);
    }

    @Test
    void shouldTryAgainWhenAFailureMayPass() throws Exception {
        // Given
        TrainingJob job = jobs.queue(TestJobs.snapshot(domain, 1));

        // When
        start(new FakeRunner().on(domain, (attempt, progress, stop) -> {
            if (attempt == 1) {
                throw new IOException("the store does not answer");
            }
            return true;
        }));

        // Then
        awaitStates(job, "QUEUED 0", "RUNNING 1", "RUNNING 2", "SUCCEEDED 2");
    }

    @Test
    void shouldFailTheJobWithItsReasonWhenAnotherAttemptWouldFailToo() throws Exception {
        // Given
        TrainingJob job = jobs.queue(TestJobs.snapshot(domain, 1));

        // When
        start(new FakeRunner().on(domain, (attempt, progress, stop) -> {
            throw new TrainingFailedException(FailureCode.DIVERGED, "the loss is NaN");
        }));

        // Then
        awaitStates(job, "QUEUED 0", "RUNNING 1", "FAILED 1");
        assertThat(newestState(job).getReason()).isEqualTo("diverged");
        assertThat(newestState(job).getDetail()).isEqualTo("the loss is NaN");
    }

    @Test
    void shouldSpeakBeforeKafkaDropsTheJobWhenEveryAttemptEndsWithoutResult() throws Exception {
        // Given
        TrainingJob job = jobs.queue(TestJobs.snapshot(domain, 1));

        // When
        start(new FakeRunner().on(domain, (attempt, progress, stop) -> {
            throw new UncheckedIOException(new IOException("the store does not answer"));
        }));

        // Then
        awaitStates(job, "QUEUED 0", "RUNNING 1", "RUNNING 2", "RUNNING 3", "FAILED 3");
        assertThat(newestState(job).getReason()).isEqualTo("attempts-exhausted");
        assertThat(deadLetters())
                .filteredOn(letter -> new String(letter.record().key(), StandardCharsets.UTF_8)
                        .equals(Keys.inDomain(domain, job.getJobId())))
                .singleElement()
                .satisfies(letter -> assertThat(letter.causeMessage()).contains("3 attempts ended without a result"));
    }

    @Test
    void shouldSkipAJobThatWasSupersededOrCancelledBeforeItBegan() throws Exception {
        // Given
        TrainingJob superseded = jobs.queue(TestJobs.snapshot(domain, 1));
        jobs.tell(superseded, JobStatus.SUPERSEDED);
        TrainingJob cancelled = jobs.queue(TestJobs.snapshot(domain, 2));
        jobs.tell(cancelled, JobStatus.CANCELLED);
        TrainingJob wanted = jobs.queue(TestJobs.snapshot(domain, 3));
        FakeRunner runner = new FakeRunner().on(domain, (attempt, progress, stop) -> true);

        // When
        start(runner);

        // Then
        awaitStates(wanted, "QUEUED 0", "RUNNING 1", "SUCCEEDED 1");
        assertThat(runner.started).containsExactly(wanted.getJobId());
    }

    @Test
    void shouldStopBetweenTwoStepsWhenARunningJobIsCancelled() throws Exception {
        // Given
        TrainingJob job = jobs.queue(TestJobs.snapshot(domain, 1));
        FakeRunner runner = new FakeRunner().on(domain, (attempt, progress, stop) -> awaitStop(stop));
        start(runner);
        awaitStates(job, "QUEUED 0", "RUNNING 1");

        // When
        jobs.tell(job, JobStatus.CANCELLED);

        // Then
        awaitStates(job, "QUEUED 0", "RUNNING 1", "CANCELLED 0", "CANCELLED 1");
        assertThat(candidates()).isEmpty();
    }

    @Test
    void shouldCancelAJobWhoseSnapshotWasErasedBeforeItBegan() throws Exception {
        // Given
        Snapshot snapshot = TestJobs.snapshot(domain, 1);
        TrainingJob job = jobs.queue(snapshot);
        jobs.publish(TestJobs.erased(snapshot));
        FakeRunner runner = new FakeRunner().on(domain, (attempt, progress, stop) -> true);

        // When
        start(runner);

        // Then
        awaitStates(job, "QUEUED 0", "CANCELLED 0");
        assertThat(newestState(job).getReason()).isEqualTo("erasure");
        assertThat(runner.started).isEmpty();
    }

    @Test
    void shouldCancelAJobThatGoesOnFromARevokedAdapter() throws Exception {
        // Given
        TrainingJob job = jobs.queueFrom(TestJobs.snapshot(domain, 1), "a");
        try (EventProducer producer = context.kafka().producer("test")) {
            AdapterRevoked revoked = new AdapterRevoked(domain, "a", "erasure", Instant.EPOCH);
            producer.sendAndWait(Topics.REVOKED, Keys.inDomain(domain, "a"), revoked);
        }
        FakeRunner runner = new FakeRunner().on(domain, (attempt, progress, stop) -> true);

        // When
        start(runner);

        // Then
        awaitStates(job, "QUEUED 0", "CANCELLED 0");
        assertThat(runner.started).isEmpty();
    }

    @Test
    void shouldCancelAndNotFailAJobWhoseFilesAreErasedUnderIt() throws Exception {
        // Given
        Snapshot snapshot = TestJobs.snapshot(domain, 1);
        TrainingJob job = jobs.queue(snapshot);

        // When
        start(new FakeRunner().on(domain, (attempt, progress, stop) -> {
            jobs.publish(TestJobs.erased(snapshot));
            throw new TrainingFailedException(FailureCode.SNAPSHOT_MISSING, "train.jsonl.gz is gone");
        }));

        // Then
        awaitStates(job, "QUEUED 0", "RUNNING 1", "CANCELLED 1");
        assertThat(newestState(job).getReason()).isEqualTo("erasure");
    }

    @Test
    void shouldStopARunningJobAndSayWhyWhenItsSnapshotIsErased() throws Exception {
        // Given
        Snapshot snapshot = TestJobs.snapshot(domain, 1);
        TrainingJob job = jobs.queue(snapshot);
        start(new FakeRunner().on(domain, (attempt, progress, stop) -> awaitStop(stop)));
        awaitStates(job, "QUEUED 0", "RUNNING 1");

        // When
        jobs.publish(TestJobs.erased(snapshot));

        // Then
        awaitStates(job, "QUEUED 0", "RUNNING 1", "CANCELLED 1");
        assertThat(newestState(job).getReason()).isEqualTo("erasure");
        assertThat(candidates()).isEmpty();
    }

    @Test
    void shouldRemoveTheCheckpointsOfJobsOnErasedSnapshotsWhenItStartsAndWhenItLearnsOfMore() throws Exception {
        // Given
        TrainingJob before = jobs.queue(TestJobs.snapshot(domain, 1));
        TrainingJob later = jobs.queue(TestJobs.snapshot(domain, 2));
        TrainingJob kept = jobs.queue(TestJobs.snapshot(domain, 3));
        for (TrainingJob job : List.of(before, later, kept)) {
            jobs.tell(job, JobStatus.FAILED, "diverged");
        }
        jobs.publish(TestJobs.erased(TestJobs.snapshot(domain, 1)));
        FakeRunner runner = new FakeRunner();
        runner.remembered.addAll(List.of(before.getJobId(), later.getJobId(), kept.getJobId()));
        start(runner);
        await().atMost(PATIENCE).until(() -> !runner.remembered.contains(before.getJobId()));

        // When
        jobs.publish(TestJobs.erased(TestJobs.snapshot(domain, 2)));

        // Then
        await().atMost(PATIENCE).until(() -> !runner.remembered.contains(later.getJobId()));
        assertThat(runner.remembered).containsExactly(kept.getJobId());
    }

    @Test
    void shouldPutTheJobBackWhenTheWorkerIsStopped() throws Exception {
        // Given
        TrainingJob job = jobs.queue(TestJobs.snapshot(domain, 1));
        TrainerService first = start(new FakeRunner().on(domain, (attempt, progress, stop) -> awaitStop(stop)));
        awaitStates(job, "QUEUED 0", "RUNNING 1");

        // When
        first.close();
        start(new FakeRunner().on(domain, (attempt, progress, stop) -> true));

        // Then
        awaitStates(job, "QUEUED 0", "RUNNING 1", "QUEUED 1", "RUNNING 2", "SUCCEEDED 2");
    }

    @Test
    void shouldPutARecordAsideThatIsNoJobAndGoOn() throws Exception {
        // Given
        byte[] key = (domain + "/poison").getBytes(StandardCharsets.UTF_8);
        try (EventProducer producer = context.kafka().producer("test")) {
            EventProducer.await(producer.sendBytes(new ProducerRecord<>(Topics.JOBS.name(), key, new byte[] {9, 9})));
        }
        TrainingJob job = jobs.queue(TestJobs.snapshot(domain, 1));

        // When
        start(new FakeRunner().on(domain, (attempt, progress, stop) -> true));

        // Then
        awaitStates(job, "QUEUED 0", "RUNNING 1", "SUCCEEDED 1");
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(deadLetters())
                .filteredOn(letter -> Arrays.equals(letter.record().key(), key))
                .hasSize(1));
    }

    private TrainerService start(FakeRunner runner) throws InterruptedException {
        return start(runner, settings -> settings);
    }

    private TrainerService start(FakeRunner runner, UnaryOperator<WorkerSettings> change) throws InterruptedException {
        TrainerService service = new TrainerService(
                context,
                runner,
                settings -> change.apply(new WorkerSettings(
                        settings.worker(),
                        settings.attempts(),
                        settings.renewal(),
                        Duration.ofMillis(50),
                        Duration.ZERO)));
        services.addLast(service);
        service.start();
        return service;
    }

    private static WorkerSettings neverRenewing(WorkerSettings settings) {
        return new WorkerSettings(
                settings.worker(), settings.attempts(), Duration.ofDays(1), settings.glance(), settings.pause());
    }

    private boolean awaitEnd() {
        return awaited(mayEnd);
    }

    private static boolean awaited(CountDownLatch latch) {
        try {
            latch.await();
            return true;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private static boolean awaitStop(BooleanSupplier stop) {
        await().atMost(PATIENCE).until(stop::getAsBoolean);
        return false;
    }

    private void awaitStates(TrainingJob job, String... expected) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(jobs.states(job)).containsExactly(expected));
    }

    private JobState newestState(TrainingJob job) {
        List<JobState> states = TestInstallation.all(context, Topics.JOB_STATES, domain);
        JobState newest = states.get(states.size() - 1);
        assertThat(newest.getJobId()).isEqualTo(job.getJobId());
        return newest;
    }

    private List<AdapterCandidate> candidates() {
        return TestInstallation.all(context, Topics.CANDIDATES, domain);
    }

    private List<DeadLetter> deadLetters() {
        List<DeadLetter> letters = new ArrayList<>();
        try (Consumer<byte[], byte[]> consumer = context.kafka().bytesReader()) {
            List<TopicPartition> partitions = consumer.partitionsFor(Topics.JOBS.deadLetterName()).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            var ends = consumer.endOffsets(partitions);
            while (partitions.stream().anyMatch(partition -> consumer.position(partition) < ends.get(partition))) {
                consumer.poll(Duration.ofMillis(100)).forEach(record -> letters.add(DeadLetter.read(record)));
            }
        }
        return letters;
    }
}

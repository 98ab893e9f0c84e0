package dev.millrace.cli.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.schemas.Topics;
import dev.millrace.schemas.event.JobState;
import dev.millrace.schemas.event.JobStatus;
import dev.millrace.schemas.event.Snapshot;
import dev.millrace.schemas.event.SnapshotCounts;
import dev.millrace.schemas.event.SnapshotState;
import dev.millrace.schemas.event.SnapshotTrigger;
import dev.millrace.schemas.event.TrainingProgress;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CourseTest {
    static {
        Topics.all(); // tells Avro that the generated events may be instantiated
    }

    private final Course course = new Course();

    @Test
    void shouldFollowTheFirstSnapshotWhenLaterOnesCome() {
        // Given
        course.add(snapshot("first"));
        course.add(state("first", JobStatus.RUNNING));
        course.add(progress("first", 7));
        course.add(snapshot("second"));

        // When
        course.add(state("second", JobStatus.FAILED));

        // Then
        assertThat(course.snapshot())
                .hasValueSatisfying(it -> assertThat(it.getSnapshotId()).isEqualTo("first"));
        assertThat(course.progress())
                .hasValueSatisfying(it -> assertThat(it.getStep()).isEqualTo(7));
        assertThat(course.isLost()).isFalse();
    }

    @Test
    void shouldFollowTheNextSnapshotWhenTheJobOfTheFirstIsSuperseded() {
        // Given
        course.add(snapshot("first"));
        course.add(state("first", JobStatus.QUEUED));
        course.add(snapshot("second"));
        course.add(state("second", JobStatus.QUEUED));

        // When
        course.add(state("first", JobStatus.SUPERSEDED));

        // Then
        assertThat(course.snapshot())
                .hasValueSatisfying(it -> assertThat(it.getSnapshotId()).isEqualTo("second"));
        assertThat(course.job())
                .hasValueSatisfying(it -> assertThat(it.getStatus()).isEqualTo(JobStatus.QUEUED));
        assertThat(course.isLost()).isFalse();
    }

    @Test
    void shouldWaitForTheNextSnapshotWhenItsJobSupersedesTheFirstBeforeItIsSeen() {
        // Given
        course.add(snapshot("first"));

        // When
        course.add(state("first", JobStatus.SUPERSEDED));

        // Then
        assertThat(course.snapshot()).isEmpty();
        assertThat(course.isLost()).isFalse();
    }

    @Test
    void shouldBeLostWhenTheJobFails() {
        // Given
        course.add(snapshot("first"));

        // When
        course.add(state("first", JobStatus.FAILED));

        // Then
        assertThat(course.isLost()).isTrue();
    }

    private static Snapshot snapshot(String id) {
        return Snapshot.newBuilder()
                .setSnapshotId(id)
                .setDomain("larkspur")
                .setSequence(1)
                .setTrigger(SnapshotTrigger.COUNT)
                .setTriggerDetail("")
                .setUri("artifact:///snapshots/" + id)
                .setSha256("0".repeat(64))
                .setAsOf(Instant.EPOCH)
                .setCreatedAt(Instant.EPOCH)
                .setCounts(new SnapshotCounts(1L, 0L, 0L, 0L, 1L))
                .setComposition(Map.of())
                .setOffsets(List.of())
                .setPolicyHash("")
                .setState(SnapshotState.READY)
                .build();
    }

    private static JobState state(String snapshotId, JobStatus status) {
        return JobState.newBuilder()
                .setJobId("job-" + snapshotId)
                .setDomain("larkspur")
                .setSnapshotId(snapshotId)
                .setStatus(status)
                .setAttempt(0)
                .setAt(Instant.EPOCH)
                .build();
    }

    private static TrainingProgress progress(String snapshotId, int step) {
        return TrainingProgress.newBuilder()
                .setJobId("job-" + snapshotId)
                .setDomain("larkspur")
                .setAttempt(1)
                .setStep(step)
                .setTotalSteps(10)
                .setLoss(1)
                .setLearningRate(0)
                .setGradientNorm(1)
                .setTokensPerSecond(1)
                .setMemoryMb(1)
                .setSecondsLeft(1)
                .setAt(Instant.EPOCH)
                .build();
    }
}

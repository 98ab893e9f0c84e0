package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.millrace.cli.terminal.RecordedTerminal;
import dev.millrace.embedded.testing.TestPlatform;
import dev.millrace.runtime.ExitCode;
import dev.millrace.runtime.config.MillraceConfig;
import dev.millrace.runtime.kafka.EventProducer;
import dev.millrace.runtime.service.ServiceContext;
import dev.millrace.runtime.service.Startup;
import dev.millrace.schemas.Keys;
import dev.millrace.schemas.Topics;
import dev.millrace.schemas.event.AdapterCandidate;
import dev.millrace.schemas.event.AdapterRevoked;
import dev.millrace.schemas.event.JobReason;
import dev.millrace.schemas.event.JobState;
import dev.millrace.schemas.event.JobStatus;
import dev.millrace.schemas.event.Snapshot;
import dev.millrace.schemas.event.SnapshotCounts;
import dev.millrace.schemas.event.SnapshotState;
import dev.millrace.schemas.event.SnapshotTrigger;
import dev.millrace.schemas.event.TrainingFigures;
import dev.millrace.schemas.event.TrainingJob;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the commands say of a job and an adapter whose snapshot was erased. */
class ErasedCommandsIT {
    private static final String DOMAIN = "erased";
    private static final String SNAPSHOT = "5".repeat(64);
    private static final String JOB = "7".repeat(64);
    private static final String ADAPTER = "a".repeat(64);

    private final RecordedTerminal recorded = RecordedTerminal.plain();

    @TempDir
    private Path directory;

    private Path config;

    @BeforeEach
    void erase() throws Exception {
        config = Files.writeString(directory.resolve("millrace.yaml"), """
                kafka: {bootstrapServers: "%s"}
                registry: {url: "%s"}
                artifacts: {directory: "%s"}
                state: {directory: "%s"}
                """.formatted(
                        TestPlatform.shared().bootstrapServers(),
                        TestPlatform.shared().registryUrl(),
                        directory.resolve("artifacts"),
                        directory.resolve("state")));
        ServiceContext context = ServiceContext.of(MillraceConfig.load(Optional.of(config), Map.of(), Map.of()));
        Startup.bootstrap(context);
        try (EventProducer producer = context.kafka().producer("test")) {
            producer.sendAndWait(Topics.SNAPSHOTS, Keys.inDomain(DOMAIN, SNAPSHOT), snapshot());
            producer.sendAndWait(Topics.JOBS, Keys.inDomain(DOMAIN, JOB), job());
            producer.sendAndWait(Topics.JOB_STATES, Keys.inDomain(DOMAIN, JOB), cancelled());
            producer.sendAndWait(Topics.CANDIDATES, Keys.inDomain(DOMAIN, ADAPTER), candidate());
            producer.sendAndWait(
                    Topics.REVOKED,
                    Keys.inDomain(DOMAIN, ADAPTER),
                    new AdapterRevoked(DOMAIN, ADAPTER, "erasure", Instant.EPOCH));
        }
    }

    @Test
    void shouldRefuseToRunAJobAgain() {
        int exit = run("jobs", "retry", JOB);

        assertThat(exit).isEqualTo(ExitCode.FAILED.code());
        assertThat(recorded.err())
                .contains("the files of snapshot")
                .contains("a person in it asked to be forgotten")
                .contains("'millrace jobs' lists");
    }

    @Test
    void shouldRefuseToAskTheAdapter() {
        int exit = run("ask", "Where is it?", "--domain", DOMAIN, "--adapter", ADAPTER);

        assertThat(exit).as(recorded.err()).isEqualTo(ExitCode.FAILED.code());
        assertThat(recorded.err()).contains("was revoked (at 1970-01-01T00:00:00Z, reason: erasure)");
    }

    @Test
    void shouldListTheAdapterAsRevoked() {
        int exit = run("adapters");

        assertThat(exit).as(recorded.err()).isZero();
        assertThat(recorded.out()).contains("revoked");
    }

    private int run(String... arguments) {
        String[] all = Stream.concat(Arrays.stream(arguments), Stream.of("--config", config.toString()))
                .toArray(String[]::new);
        return Millrace.run(recorded.terminal(), all);
    }

    private static Snapshot snapshot() {
        return Snapshot.newBuilder()
                .setSnapshotId(SNAPSHOT)
                .setDomain(DOMAIN)
                .setSequence(1)
                .setTrigger(SnapshotTrigger.COUNT)
                .setTriggerDetail("")
                .setUri("artifact:///snapshots/erased/" + SNAPSHOT)
                .setSha256("")
                .setAsOf(Instant.EPOCH)
                .setCreatedAt(Instant.EPOCH)
                .setCounts(new SnapshotCounts(1L, 0L, 0L, 0L, 1L))
                .setComposition(Map.of())
                .setOffsets(List.of())
                .setPolicyHash("")
                .setState(SnapshotState.ERASED)
                .build();
    }

    private static TrainingJob job() {
        return TrainingJob.newBuilder()
                .setJobId(JOB)
                .setDomain(DOMAIN)
                .setSnapshotId(SNAPSHOT)
                .setSnapshotSequence(1)
                .setSnapshotUri("artifact:///snapshots/erased/" + SNAPSHOT)
                .setSnapshotSha256("")
                .setBaseModel("base")
                .setBaseModelSha256("")
                .setRecipe("{}")
                .setRecipeHash("")
                .setReason(JobReason.SNAPSHOT)
                .setRequestId("")
                .setRequestedAt(Instant.EPOCH)
                .build();
    }

    private static JobState cancelled() {
        return JobState.newBuilder()
                .setJobId(JOB)
                .setDomain(DOMAIN)
                .setSnapshotId(SNAPSHOT)
                .setStatus(JobStatus.CANCELLED)
                .setAttempt(0)
                .setReason("erasure")
                .setAt(Instant.EPOCH)
                .build();
    }

    private static AdapterCandidate candidate() {
        return AdapterCandidate.newBuilder()
                .setAdapterId(ADAPTER)
                .setDomain(DOMAIN)
                .setJobId(JOB)
                .setAttempt(1)
                .setSnapshotId(SNAPSHOT)
                .setSnapshotSequence(1)
                .setSnapshotUri("artifact:///snapshots/erased/" + SNAPSHOT)
                .setSnapshotSha256("")
                .setBaseModel("base")
                .setBaseModelSha256("")
                .setRecipeHash("")
                .setUri("artifact:///adapters/erased/" + ADAPTER)
                .setFiles(List.of())
                .setFigures(new TrainingFigures(1, 1L, 1.0, null, 1.0, 1.0, 1L))
                .setCreatedAt(Instant.EPOCH)
                .build();
    }
}

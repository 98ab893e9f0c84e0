package dev.millrace.runtime.kafka;

import dev.millrace.embedded.testing.TestPlatform;
import dev.millrace.runtime.config.MillraceConfig;
import dev.millrace.runtime.service.ServiceContext;
import dev.millrace.schemas.event.JobState;
import dev.millrace.schemas.event.JobStatus;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/** A context on the shared test platform, and an event to send. */
final class TestEvents {

    private TestEvents() {}

    static ServiceContext context(Path directory) {
        return ServiceContext.of(MillraceConfig.load(
                Optional.empty(),
                Map.of(),
                Map.of(
                        "kafka.bootstrapServers", TestPlatform.shared().bootstrapServers(),
                        "registry.url", TestPlatform.shared().registryUrl(),
                        "topics.partitions", "2",
                        "artifacts.directory", directory.resolve("artifacts").toString(),
                        "state.directory", directory.resolve("state").toString())));
    }

    static JobState queued(String job) {
        return JobState.newBuilder()
                .setJobId(job)
                .setDomain("billing")
                .setSnapshotId("s")
                .setStatus(JobStatus.QUEUED)
                .setAttempt(0)
                .setAt(Instant.EPOCH)
                .build();
    }
}

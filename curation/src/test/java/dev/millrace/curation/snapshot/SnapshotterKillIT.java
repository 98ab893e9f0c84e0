package dev.millrace.curation.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.curation.TestInstallation;
import dev.millrace.runtime.kafka.EventProducer;
import dev.millrace.runtime.service.ServiceContext;
import dev.millrace.schemas.Keys;
import dev.millrace.schemas.Topics;
import dev.millrace.schemas.event.Example;
import dev.millrace.schemas.event.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SnapshotterKillIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String DOMAIN = "killed";

    @TempDir
    private Path directory;

    @Test
    void shouldPublishTheSameSnapshotOnceWhenKilledBetweenRenameAndEvent() throws Exception {
        TestInstallation installation = new TestInstallation(directory)
                .with("domains.killed.triggers.count", "30")
                .with("domains.killed.triggers.minExamples", "1");
        ServiceContext context = installation.context();
        List<Example> examples = TestExamples.many(DOMAIN, 35);
        publish(context, examples.subList(0, 30));

        String id = killBetweenRenameAndEvent(installation);
        publish(context, examples.subList(30, 35));
        assertThat(snapshots(context)).isEmpty();
        try (SnapshotterService snapshotter = SnapshotterService.create(context)) {
            snapshotter.start();
            await().atMost(PATIENCE).until(() -> !snapshots(context).isEmpty());
            Path address = SnapshotterService.addressFile(directory.resolve("state"));
            assertThat(TestInstallation.demand(context, address, DOMAIN).statusCode())
                    .isEqualTo(200);
        }

        assertThat(snapshots(context))
                .extracting(Snapshot::getSnapshotId, Snapshot::getSequence, Snapshot::getParentId)
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple(id, 1L, null),
                        org.assertj.core.groups.Tuple.tuple(SnapshotIds.of(DOMAIN, examples), 2L, id));
        assertThat(context.artifacts().list("snapshots")).hasSize(2);
    }

    private String killBetweenRenameAndEvent(TestInstallation installation) throws Exception {
        Path marker = directory.resolve("marker");
        Process process = start(installation, marker);
        try {
            await().atMost(PATIENCE).until(() -> Files.exists(marker) && Files.size(marker) > 0);
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.waitFor(1, TimeUnit.MINUTES)).isTrue();
        return Files.readString(marker);
    }

    private Process start(TestInstallation installation, Path marker) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                StuckSnapshotter.class.getName(),
                marker.toString()));
        installation.settings().forEach((key, value) -> command.add(key + "=" + value));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("process.log").toFile())
                .start();
    }

    private static void publish(ServiceContext context, Collection<Example> examples) {
        try (EventProducer producer = context.kafka().producer("test")) {
            examples.forEach(
                    example -> producer.send(Topics.EXAMPLES, Keys.inDomain(DOMAIN, example.getExampleId()), example));
            producer.flush();
        }
    }

    private static Collection<Snapshot> snapshots(ServiceContext context) {
        return TestInstallation.current(context, Topics.SNAPSHOTS, DOMAIN).values();
    }
}

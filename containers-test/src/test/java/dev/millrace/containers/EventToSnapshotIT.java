package dev.millrace.containers;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.curation.snapshot.SnapshotterService;
import dev.millrace.curation.topology.CurationService;
import dev.millrace.ingest.http.IngestService;
import dev.millrace.runtime.config.MillraceConfig;
import dev.millrace.runtime.http.BearerToken;
import dev.millrace.runtime.kafka.TopicTable;
import dev.millrace.runtime.service.ServiceContext;
import dev.millrace.runtime.service.ServiceGroup;
import dev.millrace.runtime.service.Startup;
import dev.millrace.runtime.snapshots.SnapshotFolder;
import dev.millrace.schemas.Topics;
import dev.millrace.schemas.event.Example;
import dev.millrace.schemas.event.Snapshot;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EventToSnapshotIT {
    private static final int TICKETS = 40;

    @TempDir
    Path directory;

    @Test
    void shouldCutASnapshotOfTheTicketsWhenTheyCameOverHttp() throws Exception {
        try (Containers containers = new Containers()) {
            // Given
            containers.start();
            ServiceContext context = ServiceContext.of(config(containers));
            Startup.bootstrap(context);
            IngestService ingest = IngestService.create(context);
            SnapshotterService snapshotter = SnapshotterService.create(context);
            try (ServiceGroup group =
                            ServiceGroup.start(context, List.of(ingest, CurationService.create(context), snapshotter));
                    TopicTable<Example> examples = context.kafka().table(Topics.EXAMPLES);
                    TopicTable<Snapshot> snapshots = context.kafka().table(Topics.SNAPSHOTS)) {
                await().atMost(Duration.ofMinutes(2)).until(group::ready);

                // When
                int accepted = post(context, "http://127.0.0.1:" + ingest.port() + "/v1/tickets/batch", tickets());
                await().atMost(Duration.ofMinutes(2)).until(() -> {
                    examples.refresh();
                    return examples.values().size() == TICKETS;
                });
                String address = Files.readString(SnapshotterService.addressFile(
                                context.config().state().directory()))
                        .strip();
                int cut = post(context, address + "/v1/snapshots", "");
                snapshots.refresh();

                // Then
                assertThat(accepted).isEqualTo(202);
                assertThat(cut).isEqualTo(200);
                Snapshot snapshot = snapshots.values().values().iterator().next();
                SnapshotFolder folder = SnapshotFolder.open(context.artifacts().resolve(URI.create(snapshot.getUri())));
                folder.verify(snapshot.getSha256());
                Map<String, Long> counts = folder.manifest().counts();
                assertThat(Stream.of("train", "validation", "holdout", "excluded")
                                .mapToLong(counts::get)
                                .sum())
                        .isEqualTo(TICKETS);
            }
        }
    }

    private MillraceConfig config(Containers containers) {
        return MillraceConfig.load(
                Optional.empty(),
                Map.of(),
                Map.of(
                        "kafka.bootstrapServers", containers.bootstrapServers(),
                        "registry.url", containers.registryUrl(),
                        "topics.replicationFactor", "1",
                        "state.directory", directory.resolve("state").toString(),
                        "state.installationKeyFile", directory.resolve("key").toString(),
                        "artifacts.directory", directory.resolve("artifacts").toString(),
                        "http.port", "0",
                        "http.tokenFile", directory.resolve("token").toString()));
    }

    private static int post(ServiceContext context, String address, String body)
            throws IOException, InterruptedException {
        String token = BearerToken.load(context.config().http().tokenFile()).authorization();
        HttpRequest request = HttpRequest.newBuilder(URI.create(address + "?domain=retail"))
                .header("Authorization", token)
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .statusCode();
    }

    private static String tickets() {
        return IntStream.range(0, TICKETS)
                .mapToObj(EventToSnapshotIT::ticket)
                .collect(Collectors.joining(",", "[", "]"));
    }

    private static String ticket(int i) {
        return """
                {"eventId": "o%1$d", "ticketId": "T%1$d", "subject": "c%1$d", "occurredAt": "2024-11-24T10:00:00Z",
                 "event": {"type": "opened", "body": "How do I reset the lamp of type %1$d when it does not answer?"}},
                {"eventId": "a%1$d", "ticketId": "T%1$d", "subject": "c%1$d", "occurredAt": "2024-11-24T10:01:00Z",
                 "event": {"type": "replied", "author": "agent",
                           "body": "Hold the button of lamp %1$d for ten seconds until the light turns blue."}},
                {"eventId": "r%1$d", "ticketId": "T%1$d", "subject": "c%1$d", "occurredAt": "2024-11-24T10:02:00Z",
                 "event": {"type": "resolved"}}""".formatted(i);
    }
}

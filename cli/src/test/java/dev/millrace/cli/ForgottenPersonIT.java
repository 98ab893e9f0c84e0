package dev.millrace.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.cli.demo.Demo;
import dev.millrace.cli.demo.DemoOptions;
import dev.millrace.cli.demo.DemoResult;
import dev.millrace.cli.look.Newest;
import dev.millrace.cli.platform.PlatformConfig;
import dev.millrace.cli.platform.PlatformDirectory;
import dev.millrace.cli.platform.Supervisor;
import dev.millrace.cli.terminal.RecordedTerminal;
import dev.millrace.embedded.testing.LogSegments;
import dev.millrace.runtime.http.BearerToken;
import dev.millrace.runtime.privacy.Pseudonymizer;
import dev.millrace.runtime.service.ServiceContext;
import dev.millrace.runtime.snapshots.SnapshotFolder;
import dev.millrace.runtime.snapshots.Split;
import dev.millrace.schemas.Topics;
import dev.millrace.schemas.event.AdapterReady;
import dev.millrace.schemas.event.AdapterRevoked;
import dev.millrace.schemas.event.ErasureReceipt;
import dev.millrace.schemas.event.Snapshot;
import dev.millrace.schemas.event.SnapshotState;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The whole platform, trainer and evaluator included: a person is in the champion's training data, asks to be forgotten by e-mail
 * address, and is looked for in every file that the platform has written.
 */
@Tag("long")
class ForgottenPersonIT {
    private static final Duration PATIENCE = Duration.ofMinutes(8);
    private static final String DOMAIN = "larkspur";
    private static final String PERSON = "customer-0815";
    private static final String EMAIL = "Zebediah@Quillfeather.example";
    /** Name, address and free text. */
    private static final List<String> CANARIES = List.of("Zebediah", "Quillfeather", "zebediah@", "purple walrus");

    private static final String CONFIG = """
            http: {port: 0}
            privacy: {deadline: 90s, searchInterval: 2s}
            curation: {idleTimeout: 5s}
            evaluator: {minItems: 10, minSubjects: 5}
            domainDefaults: {baseModel: %1$s}
            domains:
              larkspur:
                baseModel: %1$s
                triggers: {count: 90, minExamples: 90}
                splits: {holdout: 0.3, validation: 0.05}
                recipe: {learningRate: 0.005, maxSteps: 12, batchTokens: 512, maxSequenceTokens: 256, patience: 0}
            """;

    @TempDir
    private Path root;

    @Test
    void shouldBeNowhereWhenTheReceiptIsComplete() throws Exception {
        // Given
        Path baseModel = Path.of(System.getProperty("millrace.root"), "models", "base");
        PlatformDirectory directory = PlatformDirectory.create(root);
        PlatformConfig.create(directory, CONFIG.formatted(baseModel));
        RecordedTerminal recorded = RecordedTerminal.plain();
        Demo demo = new Demo(new DemoOptions(directory, baseModel, 7, 120, 1000), recorded.terminal());
        List<ErasureReceipt> receipts;
        List<String> inLogs;
        try (Supervisor supervisor = Supervisor.start(directory, Map.of(), demo::starting)) {
            ServiceContext context = supervisor.context();
            tell(supervisor, context);
            DemoResult result = demo.run(supervisor, () -> false);
            assertThat(result.summary().ready()).as(recorded.out()).isTrue();
            String subject = Pseudonymizer.load(context.config().state().installationKeyFile())
                    .pseudonym(PERSON);
            Snapshot held = snapshots(context).stream()
                    .filter(snapshot -> isIn(context, snapshot, subject))
                    .findFirst()
                    .orElseThrow();
            assertThat(LogSegments.holding(directory.kafka(), CANARIES)).isNotEmpty();
            assertThat(WrittenFiles.holding(directory.artifacts(), CANARIES)).isNotEmpty();
            String champion = ready(context).getAdapterId();

            // When
            String id = erase();
            await().atMost(PATIENCE).until(() -> isComplete(context, id, subject));

            // Then
            receipts = receipts(context, id);
            assertThat(run("erasures", id)).contains("adapter-files", "complete");
            inLogs = LogSegments.holding(directory.kafka(), CANARIES);
            assertThat(new Newest(context.kafka()).of(Topics.REVOKED).values())
                    .extracting(AdapterRevoked::getAdapterId)
                    .contains(champion);
            await().atMost(PATIENCE).until(() -> isReplaced(context, champion));
            assertThat(snapshots(context))
                    .filteredOn(snapshot -> snapshot.getSnapshotId().equals(held.getSnapshotId()))
                    .extracting(Snapshot::getState)
                    .containsExactly(SnapshotState.ERASED);
            assertThat(isIn(context, newest(context), subject)).isFalse();
        }
        assertThat(receipts).allMatch(ErasureReceipt::getComplete);
        assertThat(inLogs).as("log segments when the receipt was complete").isEmpty();
        assertThat(LogSegments.holding(directory.kafka(), CANARIES)).isEmpty();
        assertThat(WrittenFiles.holding(root, CANARIES)).isEmpty();
    }

    /** Gives the id of the request. */
    private String erase() {
        return run("erase", "--subject", EMAIL, "--domain", DOMAIN)
                .lines()
                .filter(line -> line.startsWith("request"))
                .map(line -> line.substring("request".length()).strip())
                .findFirst()
                .orElseThrow();
    }

    private String run(String... command) {
        RecordedTerminal terminal = RecordedTerminal.plain();
        String[] line = Stream.concat(Stream.of(command), Stream.of("--dir", root.toString()))
                .toArray(String[]::new);
        int exit = Millrace.run(terminal.terminal(), line);
        assertThat(exit).as(terminal.out() + terminal.err()).isZero();
        return terminal.out();
    }

    /** Solved tickets of one person, told through HTTP as a ticket system would. */
    private static void tell(Supervisor supervisor, ServiceContext context) throws Exception {
        for (int ticket = 0; ticket < 6; ticket++) {
            String events = Stream.of(
                            event(ticket, 0, """
                            {"type": "opened", "title": "Walrus", "customerName": "Zebediah Quillfeather", "customerEmail": "%s",
                             "body": "Hello, a purple walrus teleported my order number %d away. Where is it now? Zebediah Quillfeather"}
                            """.formatted(EMAIL, 100 + ticket)),
                            event(ticket, 1, """
                            {"type": "replied", "author": "agent",
                             "body": "We are sorry about the purple walrus. Order %d is on its way and arrives within %d days; you need not do anything."}
                            """.formatted(100 + ticket, 2 + ticket)),
                            event(ticket, 2, "{\"type\": \"resolved\"}"))
                    .reduce((one, other) -> one + "," + other)
                    .orElseThrow();
            post(supervisor, context, "[" + events + "]");
        }
    }

    private static String event(int ticket, int minute, String change) {
        return """
                {"eventId": "e%d-%d", "ticketId": "walrus-%d", "subject": "%s", "occurredAt": "2026-11-20T09:%02d:00Z", "event": %s}
                """.formatted(ticket, minute, ticket, PERSON, 10 * ticket % 50 + minute, change);
    }

    private static void post(Supervisor supervisor, ServiceContext context, String body)
            throws IOException, InterruptedException {
        URI uri = URI.create(supervisor.running().http() + "/v1/tickets/batch?source=desk&domain=" + DOMAIN);
        HttpRequest request = HttpRequest.newBuilder(uri)
                .header(
                        "Authorization",
                        BearerToken.load(context.config().http().tokenFile()).authorization())
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        HttpResponse<String> answer = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
    }

    private static Collection<Snapshot> snapshots(ServiceContext context) {
        return new Newest(context.kafka()).of(Topics.SNAPSHOTS).values();
    }

    private static Snapshot newest(ServiceContext context) {
        return new ArrayList<>(snapshots(context))
                .stream()
                        .reduce((one, other) -> one.getSequence() > other.getSequence() ? one : other)
                        .orElseThrow();
    }

    private static boolean isIn(ServiceContext context, Snapshot snapshot, String subject) {
        SnapshotFolder folder = SnapshotFolder.open(context.artifacts().resolve(URI.create(snapshot.getUri())));
        return folder.subjects(Split.TRAIN).contains(subject)
                || folder.subjects(Split.VALIDATION).contains(subject)
                || folder.subjects(Split.HOLDOUT).contains(subject);
    }

    private static AdapterReady ready(ServiceContext context) {
        return new Newest(context.kafka()).of(Topics.READY).get(DOMAIN);
    }

    private static boolean isReplaced(ServiceContext context, String champion) {
        AdapterReady ready = ready(context);
        return ready == null || !ready.getAdapterId().equals(champion);
    }

    private static List<ErasureReceipt> receipts(ServiceContext context, String id) {
        return new Newest(context.kafka())
                .of(Topics.RECEIPTS).values().stream()
                        .filter(receipt -> receipt.getRequestId().equals(id))
                        .toList();
    }

    private static boolean isComplete(ServiceContext context, String id, String subject) {
        List<ErasureReceipt> receipts = receipts(context, id);
        return receipts.stream().anyMatch(receipt -> receipt.getSubject().equals(subject))
                && receipts.stream().allMatch(ErasureReceipt::getComplete);
    }
}

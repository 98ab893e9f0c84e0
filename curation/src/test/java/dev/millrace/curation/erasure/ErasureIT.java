package dev.millrace.curation.erasure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.curation.TestEvents;
import dev.millrace.curation.TestInstallation;
import dev.millrace.curation.snapshot.SnapshotterService;
import dev.millrace.curation.topology.CurationService;
import dev.millrace.embedded.EmbeddedKafka;
import dev.millrace.embedded.testing.LogSegments;
import dev.millrace.runtime.kafka.EventProducer;
import dev.millrace.runtime.privacy.Pseudonymizer;
import dev.millrace.runtime.service.Service;
import dev.millrace.runtime.service.ServiceContext;
import dev.millrace.schemas.Cleaning;
import dev.millrace.schemas.Keys;
import dev.millrace.schemas.Topics;
import dev.millrace.schemas.event.ErasureReceipt;
import dev.millrace.schemas.event.ErasureRequest;
import dev.millrace.schemas.event.ErasureStep;
import dev.millrace.schemas.event.Example;
import dev.millrace.schemas.event.Snapshot;
import dev.millrace.schemas.event.SnapshotState;
import dev.millrace.schemas.event.TicketEvent;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A person is planted, asks to be forgotten, and is looked for in everything that was written, byte by byte. */
class ErasureIT {
    private static final Duration DEADLINE = Duration.ofSeconds(16);
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    private static final String NAME = "Zebediah Quillfeather";
    private static final String EMAIL = "zebediah@quillfeather.example";
    private static final String WORDS = "a purple walrus teleported my last invoice to the lighthouse";
    private static final List<String> CANARIES = List.of("Quillfeather", "quillfeather", "purple walrus");

    @TempDir
    private Path directory;

    @Test
    void shouldLeaveNothingOfAPersonWhenTheReceiptIsComplete() throws Exception {
        // Given
        Map<String, String> cleaning = new Cleaning(DEADLINE).broker();
        ServiceContext context;
        String subject;
        List<ErasureReceipt> receipts;
        List<String> found = new ArrayList<>();
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0, cleaning)) {
            context = context(kafka);
            subject = Pseudonymizer.load(context.config().state().installationKeyFile())
                    .pseudonym("c-77");
            List<Service> services = List.of(
                    CurationService.create(context),
                    SnapshotterService.create(context),
                    ErasureService.create(context));
            try {
                start(services);
                publishOthers(context);
                publishThePerson(context, subject);
                await().atMost(PATIENCE).until(() -> examples(context).size() == 42);
                assertThat(demand(context)).isEqualTo(200);
                assertThat(LogSegments.holding(directory.resolve("kafka"), CANARIES))
                        .as("what is looked for can be found")
                        .anyMatch(place -> place.startsWith(Topics.TICKETS.name()))
                        .anyMatch(place -> place.startsWith(Topics.EXAMPLES.name()))
                        .anyMatch(place -> place.startsWith(Topics.CONVERSATIONS.name()))
                        .anyMatch(place -> place.startsWith(CurationService.APPLICATION));
                assertThat(filesHolding(context.config().artifacts().directory()))
                        .isNotEmpty();

                // When
                List<ErasureRequest> requests = new ErasureRequests(context.config(), Clock.systemUTC())
                        .of(" Zebediah@Quillfeather.example", null);
                ErasureRequests.publish(context.kafka(), requests);
                String id = requests.get(0).getRequestId();
                await().atMost(PATIENCE).until(() -> isComplete(context, id, subject));
                receipts = receipts(context, id);
                found.addAll(LogSegments.holding(directory.resolve("kafka"), CANARIES));
                publishThePerson(context, subject);
                publishMarker(context);
                await().atMost(PATIENCE).until(() -> examples(context).size() == 41);
            } finally {
                services.forEach(Service::close);
            }
            assertThat(examples(context).values())
                    .noneMatch(example -> example.getSubject().equals(subject));
            assertThat(snapshots(context).stream().map(Snapshot::getState))
                    .containsExactlyInAnyOrder(SnapshotState.ERASED, SnapshotState.READY);
        }

        // Then
        assertThat(receipts).hasSizeGreaterThanOrEqualTo(3).allMatch(ErasureReceipt::getComplete);
        assertThat(touched(receipts, subject, Stage.EXAMPLES)).isEqualTo(2);
        assertThat(touched(receipts, subject, Stage.SNAPSHOTS)).isEqualTo(1);
        assertThat(touched(receipts, subject, Stage.RAW_EVENTS)).isPositive();
        assertThat(found).as("log segments when the receipt was complete").isEmpty();
        assertThat(LogSegments.holding(directory.resolve("kafka"), CANARIES))
                .as("late events stay in the raw log for their time, and get no further")
                .allMatch(late -> late.startsWith(Topics.TICKETS.name()));
        assertThat(new StateFiles(context.config().state().directory())
                        .search(Set.of(subject))
                        .of(new ErasureRequest("*", subject, "", Instant.EPOCH, Instant.EPOCH))
                        .left())
                .isFalse();
        assertThat(filesHolding(context.config().artifacts().directory())).isEmpty();
    }

    private ServiceContext context(EmbeddedKafka kafka) throws InterruptedException {
        return new TestInstallation(directory)
                .with("kafka.bootstrapServers", kafka.bootstrapServers())
                .with("privacy.deadline", DEADLINE.toSeconds() + "s")
                .with("privacy.searchInterval", "1s")
                .with(
                        "state.installationKeyFile",
                        directory.resolve("installation.key").toString())
                .with("domainDefaults.triggers.minExamples", "1")
                .context();
    }

    private static void start(List<Service> services) throws Exception {
        for (Service service : services) {
            service.start();
        }
        await().atMost(PATIENCE).until(() -> services.stream().allMatch(Service::ready));
    }

    private static void publishOthers(ServiceContext context) {
        for (int i = 0; i < 40; i++) {
            publish(context, TestEvents.solved("other-" + i));
        }
    }

    private static void publishMarker(ServiceContext context) {
        publish(context, TestEvents.solved("marker"));
    }

    /** Two tickets that become examples, one that is still open, and one that nobody answered. */
    private static void publishThePerson(ServiceContext context, String subject) {
        String alias = Pseudonymizer.load(context.config().state().installationKeyFile())
                .pseudonym(EMAIL);
        for (String id : List.of("canary-1", "canary-2", "canary-open", "canary-unanswered")) {
            TestEvents ticket = TestEvents.of(id);
            List<TicketEvent> events = new ArrayList<>();
            events.add(ticket.opened("About " + WORDS, TestEvents.QUESTION + " It is " + WORDS + ". " + NAME, NAME));
            if (!id.equals("canary-unanswered")) {
                events.add(ticket.agent(TestEvents.ANSWER + " We saw that " + WORDS + " in " + id + "."));
            }
            if (!id.equals("canary-open")) {
                events.add(ticket.resolved());
            }
            publish(
                    context,
                    events.stream()
                            .map(event -> TicketEvent.newBuilder(event)
                                    .setSubject(subject)
                                    .setAliases(List.of(alias))
                                    .build())
                            .toList());
        }
    }

    private static void publish(ServiceContext context, List<TicketEvent> events) {
        try (EventProducer producer = context.kafka().producer("test")) {
            events.forEach(event -> producer.sendAndWait(
                    Topics.TICKETS,
                    Keys.conversation(event.getDomain(), event.getSource(), event.getTicketId()),
                    event));
        }
    }

    private static int demand(ServiceContext context) throws Exception {
        Path address = SnapshotterService.addressFile(context.config().state().directory());
        return TestInstallation.demand(context, address, TestEvents.DOMAIN).statusCode();
    }

    private static Map<String, Example> examples(ServiceContext context) {
        return TestInstallation.current(context, Topics.EXAMPLES, TestEvents.DOMAIN);
    }

    private static Collection<Snapshot> snapshots(ServiceContext context) {
        return TestInstallation.current(context, Topics.SNAPSHOTS, TestEvents.DOMAIN)
                .values();
    }

    private static List<ErasureReceipt> receipts(ServiceContext context, String id) {
        return TestInstallation.current(context, Topics.RECEIPTS, "*").values().stream()
                .filter(receipt -> receipt.getRequestId().equals(id))
                .toList();
    }

    private static boolean isComplete(ServiceContext context, String id, String subject) {
        List<ErasureReceipt> receipts = receipts(context, id);
        return receipts.stream().anyMatch(receipt -> receipt.getSubject().equals(subject))
                && receipts.stream().allMatch(ErasureReceipt::getComplete);
    }

    private static long touched(List<ErasureReceipt> receipts, String subject, Stage stage) {
        return receipts.stream()
                .filter(receipt -> receipt.getSubject().equals(subject))
                .flatMap(receipt -> receipt.getSteps().stream())
                .filter(step -> step.getName().equals(stage.code()))
                .mapToLong(ErasureStep::getTouched)
                .sum();
    }

    private static List<Path> filesHolding(Path folder) throws IOException {
        List<Path> holding = new ArrayList<>();
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                String text = new String(content(file), StandardCharsets.UTF_8);
                if (CANARIES.stream().anyMatch(text::contains)) {
                    holding.add(file);
                }
            }
        }
        return holding;
    }

    private static byte[] content(Path file) throws IOException {
        try (InputStream bytes = file.toString().endsWith(".gz")
                ? new GZIPInputStream(Files.newInputStream(file))
                : Files.newInputStream(file)) {
            return bytes.readAllBytes();
        }
    }
}

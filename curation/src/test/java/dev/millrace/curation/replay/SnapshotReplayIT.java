package dev.millrace.curation.replay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.curation.TestEvents;
import dev.millrace.curation.TestInstallation;
import dev.millrace.curation.rules.Examples;
import dev.millrace.curation.snapshot.SnapshotterService;
import dev.millrace.curation.topology.CurationService;
import dev.millrace.runtime.kafka.EventProducer;
import dev.millrace.runtime.service.ServiceContext;
import dev.millrace.schemas.Keys;
import dev.millrace.schemas.Topics;
import dev.millrace.schemas.event.ErasureRequest;
import dev.millrace.schemas.event.Example;
import dev.millrace.schemas.event.Snapshot;
import dev.millrace.schemas.event.SnapshotState;
import dev.millrace.schemas.event.SourceOffset;
import dev.millrace.schemas.event.TicketEvent;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.RecordsToDelete;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An old snapshot cut again from the raw events, on a real broker. */
class SnapshotReplayIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String DOMAIN = "replayed";
    private static final int TICKETS = 40;
    private static final List<String> WORDS = List.of(
            ("where can we find the last invoice for our new order because they need it before next week and nobody"
                            + " could tell us how much was paid on which account so please open your page then choose one of"
                            + " these things under settings there you will see every bill that has been sent since march with"
                            + " its date number total tax also")
                    .split(" "));

    @TempDir
    private Path directory;

    @Test
    void shouldGiveTheSameIdWhateverCameSinceAndElseSayWhyNot() throws Exception {
        Path tests = Files.writeString(directory.resolve("tests.txt"), "words that nobody in here has ever said");
        ServiceContext context = new TestInstallation(directory)
                .with("domains." + DOMAIN + ".policy.similarity.protectedSets", tests.toString())
                .with("domains." + DOMAIN + ".tasks.extract.share", "0.5")
                .context();
        Snapshot snapshot = snapshotOfThePast(context);

        ReplayResult same = replay(context, snapshot);

        assertThat(same.reasons()).isEmpty();
        assertThat(same.same()).isTrue();
        assertThat(same.replayedId()).isEqualTo(snapshot.getSnapshotId());
        assertThat(same.examples()).isEqualTo(TICKETS - 1);
        assertThat(snapshot.getCounts().getTrain()).isGreaterThan(TICKETS);

        Files.writeString(tests, everythingSaid());
        ReplayResult other = replay(context, snapshot);
        assertThat(other.same()).isFalse();
        assertThat(other.replayedId()).isNotNull().isNotEqualTo(snapshot.getSnapshotId());
        assertThat(other.reasons()).singleElement().asString().contains("tests.txt has SHA-256");

        assertThat(replay(
                                context,
                                Snapshot.newBuilder(snapshot)
                                        .setState(SnapshotState.ERASED)
                                        .build())
                        .reasons())
                .containsExactly("a person in it asked to be forgotten, and its files were deleted");

        deleteFirstRecord(context, snapshot.getSources().get(0));
        ReplayResult gone = replay(context, snapshot);
        assertThat(gone.same()).isFalse();
        assertThat(gone.replayedId()).isNull();
        assertThat(gone.reasons())
                .anyMatch(
                        reason -> reason.startsWith("raw events are no longer retained: it needs support.tickets.v1"));

        erase(context, "s_replay-3");
        assertThat(replay(context, snapshot).reasons()).contains("1 of its subjects asked to be forgotten since");
        assertThat(directory.resolve("work")).doesNotExist();
    }

    /** Cut before three of its tickets went on: one further, one out again, and a new one came. */
    private Snapshot snapshotOfThePast(ServiceContext context) throws Exception {
        try (CurationService curation = CurationService.create(context);
                SnapshotterService snapshotter = SnapshotterService.create(context);
                EventProducer producer = context.kafka().producer("test")) {
            curation.start();
            snapshotter.start();
            await().atMost(PATIENCE).until(() -> curation.ready() && snapshotter.ready());
            for (int i = 0; i < TICKETS; i++) {
                send(producer, solved("replay-" + i));
            }
            send(producer, List.of(after(3, "replay-7").rated(1)));
            await().atMost(PATIENCE).until(() -> examples(context).size() == TICKETS - 1);
            Path address = SnapshotterService.addressFile(directory.resolve("state"));
            assertThat(TestInstallation.demand(context, address, DOMAIN).statusCode())
                    .isEqualTo(200);
            TestEvents goesOn = after(3, "replay-1");
            send(
                    producer,
                    List.of(
                            goesOn.customer("And where do I find the one before?"),
                            goesOn.agent("It is in the same list, one page further."),
                            goesOn.resolved()));
            send(producer, List.of(after(3, "replay-2").rated(1)));
            send(producer, solved("replay-late"));
            String goneOn = Keys.inDomain(DOMAIN, Examples.id(DOMAIN, TestEvents.SOURCE, "replay-1"));
            await().atMost(PATIENCE)
                    .until(() -> examples(context).size() == TICKETS - 1
                            && examples(context).get(goneOn).getMessages().size() == 4
                            && examples(context)
                                    .containsKey(Keys.inDomain(
                                            DOMAIN, Examples.id(DOMAIN, TestEvents.SOURCE, "replay-late"))));
        }
        Collection<Snapshot> snapshots =
                TestInstallation.current(context, Topics.SNAPSHOTS, DOMAIN).values();
        assertThat(snapshots).hasSize(1);
        return snapshots.iterator().next();
    }

    /** Each unlike the others. */
    private static List<TicketEvent> solved(String id) {
        List<String> words = new ArrayList<>(WORDS);
        Collections.shuffle(words, new Random(id.hashCode()));
        TestEvents ticket = TestEvents.of(id);
        return List.of(
                ticket.opened(
                        "A question of " + words.get(0), String.join(" ", words.subList(0, 30)) + "?", "Jane Doe"),
                ticket.agent("Dear Jane, " + String.join(" ", words.subList(30, 60)) + "."),
                ticket.resolved("tag-" + words.get(0)));
    }

    private static String everythingSaid() {
        return IntStream.range(0, TICKETS)
                .mapToObj(i -> solved("replay-" + i).get(1).toString())
                .collect(Collectors.joining("\n"));
    }

    private static TestEvents after(int events, String ticket) {
        TestEvents further = TestEvents.of(ticket);
        for (int i = 0; i < events; i++) {
            further.resolved();
        }
        return further;
    }

    private static void send(EventProducer producer, List<TicketEvent> events) {
        events.forEach(event -> {
            event.setDomain(DOMAIN);
            producer.send(
                    Topics.TICKETS,
                    Keys.conversation(event.getDomain(), event.getSource(), event.getTicketId()),
                    event);
        });
        producer.flush();
    }

    private static Map<String, Example> examples(ServiceContext context) {
        return TestInstallation.current(context, Topics.EXAMPLES, DOMAIN);
    }

    private ReplayResult replay(ServiceContext context, Snapshot snapshot) throws IOException {
        return SnapshotReplay.of(context, snapshot, directory.resolve("work"));
    }

    private static void deleteFirstRecord(ServiceContext context, SourceOffset source) throws Exception {
        TopicPartition partition = new TopicPartition(source.getTopic(), source.getPartition());
        try (Admin admin = context.kafka().admin()) {
            admin.deleteRecords(Map.of(partition, RecordsToDelete.beforeOffset(source.getFirstOffset() + 1)))
                    .all()
                    .get();
        }
    }

    private static void erase(ServiceContext context, String subject) {
        ErasureRequest request = new ErasureRequest(
                DOMAIN, subject, "r-1", Instant.now(), Instant.now().plus(Duration.ofDays(30)));
        try (EventProducer producer = context.kafka().producer("test")) {
            producer.sendAndWait(Topics.ERASURES, Keys.inDomain(DOMAIN, subject), request);
        }
    }
}

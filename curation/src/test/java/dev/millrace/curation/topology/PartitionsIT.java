package dev.millrace.curation.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.curation.GeneratedEvents;
import dev.millrace.curation.TestEvents;
import dev.millrace.curation.TestInstallation;
import dev.millrace.curation.rules.FinalVerdicts;
import dev.millrace.curation.snapshot.SnapshotIds;
import dev.millrace.embedded.EmbeddedKafka;
import dev.millrace.runtime.kafka.EventProducer;
import dev.millrace.runtime.service.ServiceContext;
import dev.millrace.schemas.Topics;
import dev.millrace.schemas.event.ChatEvent;
import dev.millrace.schemas.event.Conversation;
import dev.millrace.schemas.event.TicketEvent;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The service on brokers of its own: however many partitions, the same end as one task in the test driver. */
class PartitionsIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String MOST_TURNS = "11";

    @TempDir
    private Path directory;

    @ParameterizedTest
    @ValueSource(ints = {1, 4})
    void shouldEndTheSameWhateverThePartitionsWhenEventsComeInAnyOrderAndTwice(int partitions) throws Exception {
        // Given
        List<SpecificRecord> events = GeneratedEvents.of(9, 60, false);
        PartitionedCuration.End expected = expected(events);
        List<SpecificRecord> arrivals = new ArrayList<>(events);
        arrivals.addAll(events.subList(0, events.size() / 2));
        Collections.shuffle(arrivals, new Random(partitions));
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory.resolve("kafka"), 0, Map.of())) {
            ServiceContext context = new TestInstallation(directory)
                    .with("kafka.bootstrapServers", kafka.bootstrapServers())
                    .with("topics.partitions", Integer.toString(partitions))
                    .with("curation.maxTurns", MOST_TURNS)
                    .context();
            try (CurationService curation = CurationService.create(context);
                    EventProducer producer = context.kafka().producer("test")) {
                // When
                curation.start();
                arrivals.forEach(event -> send(producer, event));

                // Then
                await().atMost(PATIENCE)
                        .untilAsserted(() -> assertThat(end(context)).isEqualTo(expected));
            }
        }
    }

    private static PartitionedCuration.End expected(List<SpecificRecord> events) {
        try (PartitionedCuration curation = new PartitionedCuration(1, Map.of("curation.maxTurns", MOST_TURNS))) {
            events.forEach(curation::send);
            return curation.end(new Random(1));
        }
    }

    /** One at a time: the leader of a new partition may refuse a first batch, take the second, and then never the first. */
    private static void send(EventProducer producer, SpecificRecord event) {
        String key = PartitionedCuration.key(event);
        if (event instanceof TicketEvent ticket) {
            producer.sendAndWait(Topics.TICKETS, key, ticket);
        } else {
            producer.sendAndWait(Topics.CHATS, key, (ChatEvent) event);
        }
    }

    private static PartitionedCuration.End end(ServiceContext context) {
        Map<String, Conversation> conversations =
                TestInstallation.current(context, Topics.CONVERSATIONS, TestEvents.DOMAIN);
        FinalVerdicts verdicts = new FinalVerdicts();
        TestInstallation.current(context, Topics.EXAMPLES, TestEvents.DOMAIN).forEach(verdicts::example);
        TestInstallation.current(context, Topics.REJECTIONS, TestEvents.DOMAIN).forEach(verdicts::rejection);
        String snapshot = verdicts.accepted().isEmpty() ? "" : SnapshotIds.of(TestEvents.DOMAIN, verdicts.accepted());
        return PartitionedCuration.End.of(conversations, verdicts, snapshot);
    }
}

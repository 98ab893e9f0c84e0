package dev.millrace.ingest.topic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.embedded.testing.TestPlatform;
import dev.millrace.ingest.http.IngestPlatform;
import dev.millrace.ingest.write.WriterIdentity;
import dev.millrace.runtime.kafka.DeadLetter;
import dev.millrace.runtime.kafka.Event;
import dev.millrace.runtime.kafka.EventProducer;
import dev.millrace.schemas.Topics;
import dev.millrace.schemas.event.TicketEvent;
import dev.millrace.schemas.event.TicketRated;
import dev.millrace.schemas.event.TicketReplied;
import io.confluent.kafka.serializers.KafkaAvroSerializer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.stream.IntStream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Topics as Debezium and Connect write them, on a real broker and registry. */
class TopicsServiceIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** A mapping of rows of replies; NAME is topic, source and domain. */
    private static final String REPLIES = """
            topicSources:
              NAME:
                topic: NAME.public.messages
                format: FORMAT
                envelope: debezium
                domain: NAME
                kind: ticket
                events:
                  replied:
                    fields:
                      eventId: {path: /id, prefix: message-}
                      ticketId: /ticket_id
                      subject: /customer_id
                      occurredAt: {path: /created_at, time: epoch-micros}
                      author: {path: /author_kind, values: {staff: agent, requester: customer}}
                      body: {path: /body, html: true}
                      internal: /private
            """;

    @TempDir
    Path directory;

    private final TestPlatform kafka = TestPlatform.shared();

    @Test
    void shouldTellEachRowOnceWhenTheServiceIsReplacedInTheMiddle() throws Exception {
        // Given
        int rows = 1_200;
        createTopic("once");
        IngestPlatform first = platform("once", "json", "first");
        IngestPlatform second = platform("once", "json", "second");

        // When
        publish(first, "once", IntStream.range(0, rows / 2).mapToObj(TopicsServiceIT::created));
        try (TopicsService beside = TopicsService.create(second.context())) {
            try (TopicsService before = started(first)) {
                await().atMost(PATIENCE).until(() -> !replies(first, "once").isEmpty());
                publish(first, "once", IntStream.range(rows / 2, rows).mapToObj(TopicsServiceIT::created));
                beside.start();
                assertThat(before.failure()).isEmpty();
            }
            await().atMost(PATIENCE).until(() -> replies(first, "once").size() >= rows);
        }
        try (TopicsService after = started(first)) {
            publish(first, "once", List.of(created(rows)).stream());
            await().atMost(PATIENCE).until(() -> replies(first, "once").size() >= rows + 1);
            assertThat(after.ready()).isTrue();
        }

        // Then
        List<Event<TicketEvent>> told = replies(first, "once");
        assertThat(told)
                .extracting(event -> event.value().getEventId())
                .containsExactlyInAnyOrderElementsOf(IntStream.rangeClosed(0, rows)
                        .mapToObj(id -> "message-" + id)
                        .toList());
        assertThat(told.get(0).key()).startsWith("once/once/");
        assertThat(((TicketReplied) told.get(0).value().getEvent()).getBody()).startsWith("It is on its way, ");
        assertThat(told.get(0).value().getSubject()).startsWith("s_");
    }

    @Test
    void shouldUndoWhatAnInstanceLeftThatWasStoppedInTheMiddleOfABatch() throws Exception {
        // Given
        createTopic("killed");
        IngestPlatform platform = platform("killed", "json", "killed");
        publish(platform, "killed", IntStream.range(0, 50).mapToObj(TopicsServiceIT::created));
        CountDownLatch sent = new CountDownLatch(1);
        CountDownLatch awake = new CountDownLatch(1);
        EventProducer hung = platform.context().kafka().transactionalProducer("test", identity(platform, "killed"));
        CompletableFuture<Void> batch = CompletableFuture.runAsync(() -> hung.transaction(() -> {
            hung.sendAndWait(Topics.TICKETS, "killed/killed/1", half());
            sent.countDown();
            await().atMost(PATIENCE).until(() -> awake.getCount() == 0);
        }));

        // When
        sent.await();
        try (TopicsService service = started(platform)) {
            await().atMost(PATIENCE).until(() -> replies(platform, "killed").size() >= 50);
            awake.countDown();
            await().atMost(PATIENCE).until(batch::isDone);
            assertThat(service.ready()).isTrue();
        } finally {
            hung.close();
        }

        // Then
        assertThat(batch).isCompletedExceptionally();
        assertThat(replies(platform, "killed"))
                .extracting(event -> event.value().getEventId())
                .containsExactlyInAnyOrderElementsOf(
                        IntStream.range(0, 50).mapToObj(id -> "message-" + id).toList());
    }

    /** The transactional id that the service on this state directory has. */
    private static String identity(IngestPlatform platform, String name) throws Exception {
        Path state = platform.context().config().state().directory();
        try (WriterIdentity identity =
                WriterIdentity.take(state.resolve(TopicsService.NAME).resolve(name))) {
            return identity.transactionalId();
        }
    }

    private static TicketEvent half() {
        return TicketEvent.newBuilder()
                .setEventId("half")
                .setDomain("killed")
                .setSource("killed")
                .setSubject("s_1")
                .setTicketId("1")
                .setOccurredAt(Instant.EPOCH)
                .setReceivedAt(Instant.EPOCH)
                .setEvent(new TicketRated(5))
                .build();
    }

    @Test
    void shouldReadAvroThroughTheRegistryAndBuryWhatIsNone() throws Exception {
        // Given
        createTopic("avro");
        IngestPlatform platform = platform("avro", "avro", "avro");
        byte[] unknownSchema = {0, 0, 15, 66, 64, 1, 2};
        List<byte @Nullable []> values = new ArrayList<>();
        try (KafkaAvroSerializer serializer = new KafkaAvroSerializer()) {
            serializer.configure(Map.of("schema.registry.url", kafka.registryUrl()), false);
            values.add(serializer.serialize("avro.public.messages", AvroEnvelopes.created(1, 7, "<b>Sent</b>.")));
            values.add(unknownSchema);
            values.add("no avro".getBytes(UTF_8));
            values.add(null);
            values.add(serializer.serialize("avro.public.messages", AvroEnvelopes.created(2, 7, "Delivered.")));
        }

        // When
        try (TopicsService service = started(platform)) {
            send(platform, "avro", values);
            await().atMost(PATIENCE).until(() -> replies(platform, "avro").size() == 2);
            await().atMost(PATIENCE).until(() -> deadLetters(platform, "avro").size() == 2);
            assertThat(service.failure()).isEmpty();
        }

        // Then
        assertThat(replies(platform, "avro"))
                .extracting(event -> ((TicketReplied) event.value().getEvent()).getBody())
                .containsExactlyInAnyOrder("Sent.", "Delivered."); // the records lie in several partitions
        assertThat(deadLetters(platform, "avro"))
                .extracting(DeadLetter::causeMessage)
                .allMatch(message -> message.startsWith("avro.public.messages-"))
                .allMatch(message -> message.contains("cannot be read as Avro of a schema in the registry"));
        assertThat(platform.context().metrics().scrape())
                .contains("millrace_ingest_topic_records_total{outcome=\"mapped\",source=\"avro\"} 2.0")
                .contains("millrace_ingest_topic_records_total{outcome=\"dead-letter\",source=\"avro\"} 2.0")
                .contains("millrace_ingest_topic_records_total{outcome=\"passed-over\",source=\"avro\"} 1.0");
    }

    @Test
    void shouldMapADeadLetterWhenItIsReplayedUnderAMendedMapping() throws Exception {
        // Given
        createTopic("mended");
        IngestPlatform platform = platform("mended", "json", "broken");
        publish(platform, "mended", List.of(created(1), created(2).replace("staff", "robot")).stream());
        try (TopicsService service = started(platform)) {
            await().atMost(PATIENCE).until(() -> deadLetters(platform, "mended").size() == 1);
            await().atMost(PATIENCE).until(() -> replies(platform, "mended").size() == 1);
            assertThat(service.ready()).isTrue();
        }
        DeadLetter letter = deadLetters(platform, "mended").get(0);
        String mended = yaml("mended", "json").replace("staff: agent", "staff: agent, robot: bot");

        // When
        try (EventProducer producer = platform.context().kafka().producer("test");
                TopicsService service = started(IngestPlatform.shared(directory("mended"), mended))) {
            EventProducer.await(producer.sendBytes(letter.replay()));
            await().atMost(PATIENCE).until(() -> replies(platform, "mended").size() == 2);
            assertThat(service.failure()).isEmpty();
        }

        // Then
        assertThat(letter.topic()).isEqualTo(Topics.FOREIGN.name());
        assertThat(letter.causeMessage())
                .startsWith("mended.public.messages-")
                .contains("events.replied: author (/author_kind) is none of the values");
        assertThat(replies(platform, "mended"))
                .extracting(event -> event.value().getEventId())
                .containsExactlyInAnyOrder("message-1", "message-2");
    }

    @Test
    void shouldStopWithAReasonWhenNoRecordCanBeMapped() throws Exception {
        // Given
        createTopic("wrong");
        IngestPlatform platform = platform("wrong", "json", "wrong");

        // When
        try (TopicsService service = started(platform)) {
            publish(platform, "wrong", IntStream.range(0, 100).mapToObj(i -> "no json"));
            await().atMost(PATIENCE).until(() -> service.failure().isPresent());

            // Then
            assertThat(service.ready()).isFalse();
            assertThat(service.failure().orElseThrow())
                    .hasMessageContaining("topic source wrong could not map 100 records in a row");
        }
    }

    private static String created(int id) {
        return """
                {"before": null, "after": {"id": %d, "ticket_id": %d, "customer_id": 17, "author_kind": "staff", "private": false,
                 "body": "<p>It is on its <b>way</b>, %d.</p>", "created_at": %d},
                 "source": {"version": "3.0.0.Final", "connector": "postgresql", "name": "desk", "snapshot": "false",
                            "ts_ms": 1732440660500, "db": "desk", "schema": "public", "table": "messages", "lsn": 34471328},
                 "op": "c", "ts_ms": 1732440660987}""".formatted(id, id % 50, id, 1_732_440_660_000_000L + id);
    }

    private static String yaml(String name, String format) {
        return REPLIES.replace("NAME", name).replace("FORMAT", format);
    }

    private IngestPlatform platform(String name, String format, String folder) throws Exception {
        return IngestPlatform.shared(directory(folder), yaml(name, format));
    }

    private Path directory(String folder) throws Exception {
        return Files.createDirectories(directory.resolve(folder));
    }

    private void createTopic(String name) {
        kafka.createTopic(name + ".public.messages", 2, Map.of());
    }

    private static TopicsService started(IngestPlatform platform) throws Exception {
        TopicsService service = TopicsService.create(platform.context());
        service.start();
        return service;
    }

    private static void publish(IngestPlatform platform, String name, java.util.stream.Stream<String> values) {
        send(platform, name, values.map(value -> value.getBytes(UTF_8)).toList());
    }

    /** Keys are those of the tables' rows; the partition follows from them. */
    private static void send(IngestPlatform platform, String name, List<byte @Nullable []> values) {
        try (EventProducer producer = platform.context().kafka().producer("test")) {
            for (byte[] value : values) {
                var sent = producer.sendBytes(new ProducerRecord<>(name + ".public.messages", null, null, value));
                assertThat(sent).isNotNull();
            }
            producer.flush();
        }
    }

    private static List<Event<TicketEvent>> replies(IngestPlatform platform, String domain) {
        return platform.events(Topics.TICKETS, domain);
    }

    private static List<DeadLetter> deadLetters(IngestPlatform platform, String name) {
        List<DeadLetter> letters = new ArrayList<>();
        try (Consumer<byte[], byte[]> reader = platform.context().kafka().bytesReader()) {
            List<TopicPartition> partitions = reader.partitionsFor(Topics.FOREIGN.deadLetterName()).stream()
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            reader.assign(partitions);
            reader.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = reader.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> reader.position(end.getKey()) < end.getValue())) {
                reader.poll(Duration.ofMillis(100)).forEach(record -> letters.add(DeadLetter.read(record)));
            }
        }
        return letters.stream()
                .filter(letter -> new String(letter.record().key(), UTF_8).startsWith(name + "/"))
                .toList();
    }
}

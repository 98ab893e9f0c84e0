package dev.millrace.runtime.kafka;

import static dev.millrace.runtime.kafka.TestEvents.queued;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.millrace.runtime.service.ServiceContext;
import dev.millrace.runtime.service.Startup;
import dev.millrace.schemas.Topics;
import dev.millrace.schemas.event.ErasureRequest;
import dev.millrace.schemas.event.JobState;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.ProducerFencedException;
import org.apache.kafka.common.serialization.Serializer;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KafkaClientsIT {

    private static final Duration WAIT = Duration.ofMillis(200);
    private static final Duration LONGEST = Duration.ofSeconds(60);

    @TempDir
    static Path directory;

    private ServiceContext context;
    private KafkaClients kafka;

    @BeforeAll
    void bootstrap() throws Exception {
        context = TestEvents.context(directory);
        kafka = context.kafka();
        Startup.bootstrap(context);
    }

    @Test
    void shouldHoldTheNewestValueOfEachKeyWhenTableIsRefreshed() {
        try (EventProducer producer = kafka.producer("test");
                TopicTable<JobState> table = kafka.table(Topics.JOB_STATES)) {
            // Given
            producer.sendAndWait(Topics.JOB_STATES, "table/j1", queued("j1"));
            producer.sendAndWait(Topics.JOB_STATES, "table/j2", queued("j2"));
            table.refresh();
            producer.sendAndWait(Topics.JOB_STATES, "table/j2", null);
            producer.sendAndWait(
                    Topics.JOB_STATES,
                    "table/j1",
                    JobState.newBuilder(queued("j1")).setAttempt(3).build());

            // When
            table.refresh();

            // Then
            assertThat(table.get("table/j1"))
                    .hasValueSatisfying(state -> assertThat(state.getAttempt()).isEqualTo(3));
            assertThat(table.get("table/j2")).isEmpty();
        }
    }

    @Test
    void shouldHideEventsWhenTheirTransactionFails() {
        try (EventProducer producer = kafka.transactionalProducer("test", "test-abort")) {
            // Given
            assertThatThrownBy(() -> producer.transaction(() -> {
                        producer.send(Topics.JOB_STATES, "aborted/j1", queued("j1"));
                        throw new IllegalStateException("no");
                    }))
                    .hasMessage("no");

            // When
            producer.transaction(() -> producer.send(Topics.JOB_STATES, "committed/j1", queued("j1")));

            // Then
            assertThat(keys()).contains("committed/j1").doesNotContain("aborted/j1");
        }
    }

    @Test
    void shouldFenceProducerWhenAnotherTakesItsTransactionalId() {
        try (EventProducer zombie = kafka.transactionalProducer("test", "test-fence");
                EventProducer next = kafka.transactionalProducer("test", "test-fence")) {
            assertThatThrownBy(() -> zombie.transaction(
                            () -> EventProducer.await(zombie.send(Topics.JOB_STATES, "zombie/j1", queued("j1")))))
                    .isInstanceOf(ProducerFencedException.class);
            next.transaction(() -> next.send(Topics.JOB_STATES, "next/j1", queued("j1")));

            assertThat(keys()).contains("next/j1").doesNotContain("zombie/j1");
        }
    }

    @Test
    void shouldPutPoisonIntoDeadLettersAndGoOnWhenItCannotBeDecoded() {
        // Given
        try (EventProducer producer = kafka.producer("test");
                EventConsumer<ErasureRequest> consumer =
                        kafka.consumer(Topics.ERASURES, "test-poison", "test").subscribe()) {
            sendBytes(producer, "not avro".getBytes(UTF_8));
            sendBytes(producer, ofAnotherTopic());
            producer.sendAndWait(Topics.ERASURES, "billing/s_2", erasure("s_2"));

            // When
            List<Event<ErasureRequest>> events = new ArrayList<>();
            long deadline = System.nanoTime() + LONGEST.toNanos();
            while (events.isEmpty() && System.nanoTime() < deadline) {
                events.addAll(consumer.poll(WAIT));
            }
            consumer.commit();

            // Then
            assertThat(events).extracting(Event::key).containsExactly("billing/s_2");
            List<DeadLetter> letters = deadLetters(2);
            assertThat(letters).hasSize(2).allSatisfy(letter -> {
                assertThat(letter.topic()).isEqualTo(Topics.ERASURES.name());
                assertThat(letter.service()).isEqualTo("test");
                assertThat(letter.causeClass()).endsWith("SerializationException");
                assertThat(letter.record().key()).isEqualTo("billing/s_1".getBytes(UTF_8));
            });
            assertThat(letters).extracting(DeadLetter::offset).containsExactlyInAnyOrder(0L, 1L);
            assertThat(letters)
                    .extracting(letter -> letter.record().value())
                    .containsExactlyInAnyOrder("not avro".getBytes(UTF_8), ofAnotherTopic());
            ProducerRecord<byte[], byte[]> replay = letters.get(0).replay();
            assertThat(replay.topic()).isEqualTo(Topics.ERASURES.name());
            assertThat(replay.headers()).isEmpty();
        }
    }

    @Test
    void shouldGiveAJobToOneWorkerWhenGroupIsConfigured() throws Exception {
        // Given
        String group = "test-workers";
        try (Admin admin = kafka.admin()) {
            ShareGroup.configure(admin, group, Duration.ofSeconds(3), 2);
            ConfigResource resource = new ConfigResource(ConfigResource.Type.GROUP, group);
            assertThat(admin.describeConfigs(List.of(resource))
                            .all()
                            .get()
                            .get(resource)
                            .get("share.isolation.level")
                            .value())
                    .isEqualTo("read_committed");
        }
        try (EventProducer producer = kafka.producer("test");
                EventDecoder<JobState> decoder = kafka.decoder(Topics.JOB_STATES);
                ShareConsumer<byte[], byte[]> worker = kafka.shareConsumer(group, "worker-1")) {
            worker.subscribe(List.of(Topics.JOB_STATES.name()));
            producer.sendAndWait(Topics.JOB_STATES, "share/j1", queued("j1"));

            // When
            List<String> keys = new ArrayList<>();
            long deadline = System.nanoTime() + LONGEST.toNanos();
            while (!keys.contains("share/j1") && System.nanoTime() < deadline) {
                ConsumerRecords<byte[], byte[]> records = worker.poll(WAIT);
                assertThat(records.count()).isLessThanOrEqualTo(1);
                for (ConsumerRecord<byte[], byte[]> record : records) {
                    keys.add(decoder.decode(record).key());
                    worker.acknowledge(record, AcknowledgeType.ACCEPT);
                }
            }
            worker.commitSync();

            // Then
            assertThat(keys).contains("share/j1").doesNotHaveDuplicates();
        }
    }

    @Test
    void shouldMeterClientsWhenTheyAreUsed() {
        try (EventProducer producer = kafka.producer("metered")) {
            producer.sendAndWait(Topics.JOB_STATES, "metered/j1", queued("j1"));

            assertThat(context.metrics().scrape())
                    .contains("kafka_producer_record_send_total")
                    .contains("client_id=\"metered\"");
        }
    }

    private static void sendBytes(EventProducer producer, byte[] value) {
        EventProducer.await(producer.sendBytes(
                new ProducerRecord<>(Topics.ERASURES.name(), 0, "billing/s_1".getBytes(UTF_8), value)));
    }

    private byte[] ofAnotherTopic() {
        try (Serializer<JobState> serializer = kafka.serdes().serializer(Topics.JOB_STATES)) {
            return serializer.serialize(Topics.JOB_STATES.name(), queued("j1"));
        }
    }

    private List<String> keys() {
        List<String> keys = new ArrayList<>();
        try (TopicReader<JobState> reader = kafka.reader(Topics.JOB_STATES)) {
            reader.readToEnd(event -> keys.add(event.key()));
        }
        return keys;
    }

    private List<DeadLetter> deadLetters(int expected) {
        List<DeadLetter> letters = new ArrayList<>();
        try (var reader = kafka.bytesReader()) {
            List<TopicPartition> partitions = reader.partitionsFor(Topics.ERASURES.deadLetterName()).stream()
                    .map(it -> new TopicPartition(it.topic(), it.partition()))
                    .toList();
            reader.assign(partitions);
            reader.seekToBeginning(partitions);
            long deadline = System.nanoTime() + LONGEST.toNanos();
            while (letters.size() < expected && System.nanoTime() < deadline) {
                reader.poll(WAIT).forEach(record -> letters.add(DeadLetter.read(record)));
            }
        }
        return letters;
    }

    private static ErasureRequest erasure(String subject) {
        return ErasureRequest.newBuilder()
                .setDomain("billing")
                .setSubject(subject)
                .setRequestId("r")
                .setDeadline(Instant.EPOCH)
                .setRequestedAt(Instant.EPOCH)
                .build();
    }
}

package dev.millrace.ingest.topic;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.embedded.testing.TestPlatform;
import dev.millrace.ingest.event.Origin;
import dev.millrace.ingest.event.SourceEvents;
import dev.millrace.ingest.http.IngestPlatform;
import dev.millrace.ingest.write.TransactionalWriter;
import dev.millrace.runtime.config.TopicSourceConfig;
import dev.millrace.runtime.kafka.EventProducer;
import dev.millrace.runtime.kafka.KafkaClients;
import dev.millrace.runtime.service.Loop;
import dev.millrace.schemas.Topics;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What happens to a batch while registry or broker are away. */
class TopicSourceIT {
    private static final String YAML = """
            topicSources:
              away:
                topic: away
                domain: away
                kind: chat
                events:
                  message:
                    fields:
                      eventId: /id
                      chatId: {constant: C}
                      occurredAt: {path: /@timestamp, time: epoch-millis}
                      author: {constant: customer}
                      text: /text
            """;

    @TempDir
    Path directory;

    @Test
    void shouldLoseAndRepeatNothingWhenRegistryAndBrokerAreAwayForAWhile() throws Exception {
        // Given
        TestPlatform.shared().createTopic("away", 1, Map.of());
        IngestPlatform platform = IngestPlatform.shared(directory, YAML);
        KafkaClients kafka = platform.context().kafka();
        send(kafka, 0, 20);
        AtomicBoolean registryIsThere = new AtomicBoolean();
        AtomicInteger failures = new AtomicInteger();
        TopicSourceConfig config = platform.context().config().topicSources().get("away");
        try (RecordMapper mapper = new RecordMapper(
                        new Moody(registryIsThere),
                        TestMappings.of(YAML).get("away"),
                        new SourceEvents(new Origin("away", "away"), text -> text, Clock.systemUTC()),
                        1_000);
                TransactionalWriter writer = new TransactionalWriter(() -> {
                    if (failures.incrementAndGet() % 2 == 1) {
                        throw new KafkaException("no broker");
                    }
                    return kafka.transactionalProducer("away", "away");
                });
                var consumer = kafka.bytesConsumer("millrace-topics-away");
                var replayed = kafka.serdes().deserializer(Topics.FOREIGN)) {
            TopicSource source = new TopicSource(
                    "away",
                    config,
                    mapper,
                    consumer,
                    replayed,
                    writer,
                    new TopicMeters(platform.context().metrics(), "away"));
            source.join();

            // When
            try (Loop loop = new Loop("away", source::step, source::wakeup).start()) {
                await().atMost(Duration.ofSeconds(60)).until(() -> !source.healthy());
                registryIsThere.set(true);
                send(kafka, 20, 40);
                await().atMost(Duration.ofSeconds(60))
                        .until(() -> platform.events(Topics.CHATS, "away").size() >= 40);
                await().atMost(Duration.ofSeconds(60)).until(source::healthy);
                assertThat(loop.failure()).isEmpty();
            }
        }

        // Then
        assertThat(platform.events(Topics.CHATS, "away"))
                .extracting(event -> event.value().getEventId())
                .containsExactlyElementsOf(
                        IntStream.range(0, 40).mapToObj(id -> "m" + id).toList());
    }

    private static void send(KafkaClients kafka, int from, int to) {
        try (EventProducer producer = kafka.producer("test")) {
            IntStream.range(from, to)
                    .forEach(id -> EventProducer.await(producer.sendBytes(new ProducerRecord<>(
                            "away",
                            "{\"id\": \"m%d\", \"text\": \"Hello\"}"
                                    .formatted(id)
                                    .getBytes(UTF_8)))));
        }
    }

    /** Reads JSON, while it is in the mood. */
    private static final class Moody implements ValueDecoder {
        private final JsonDecoder json = new JsonDecoder();
        private final AtomicBoolean willing;

        Moody(AtomicBoolean willing) {
            this.willing = willing;
        }

        @Override
        public JsonNode decode(String topic, byte[] value) throws UnmappableException {
            if (!willing.get()) {
                throw new KafkaException("the schema registry does not answer");
            }
            return json.decode(topic, value);
        }

        @Override
        public void close() {
            json.close();
        }
    }
}

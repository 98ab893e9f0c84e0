package dev.millrace.trainer.queue;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.embedded.testing.TestPlatform;
import dev.millrace.runtime.config.MillraceConfig;
import dev.millrace.runtime.kafka.EventProducer;
import dev.millrace.runtime.kafka.KafkaClients;
import dev.millrace.runtime.kafka.ShareGroup;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JobQueueIT {
    private static final TestPlatform PLATFORM = TestPlatform.shared();
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration LOCK = Duration.ofSeconds(3);

    private final String topic = "queue-" + UUID.randomUUID();
    private final KafkaClients kafka = new KafkaClients(
            MillraceConfig.load(
                    Optional.empty(), Map.of(), Map.of("kafka.bootstrapServers", PLATFORM.bootstrapServers())),
            new SimpleMeterRegistry());
    private JobQueue first;
    private JobQueue second;

    @BeforeEach
    void join() throws InterruptedException {
        PLATFORM.createTopic(topic, 1, Map.of());
        try (Admin admin = PLATFORM.admin()) {
            ShareGroup.configure(admin, topic, LOCK, 4);
        }
        first = queue();
        second = queue();
    }

    @AfterEach
    void leave() {
        first.close();
        second.close();
    }

    @Test
    void shouldGiveTheOthersToOtherWorkersWhenOneIsRenewed() {
        // Given
        send("a");
        Delivery held = taken(first);

        // When
        send("b");
        Delivery other = takenWhileRenewing(second, first);

        // Then
        assertThat(key(held)).isEqualTo("a");
        assertThat(key(other)).isEqualTo("b");
        assertThat(other.count()).isEqualTo(1);
        first.accept();
        second.accept();
    }

    private JobQueue queue() {
        return new JobQueue(() -> kafka.shareConsumer(topic, "test"), topic);
    }

    private void send(String key) {
        try (EventProducer producer = kafka.producer("test")) {
            EventProducer.await(producer.sendBytes(
                    new ProducerRecord<>(topic, key.getBytes(StandardCharsets.UTF_8), new byte[] {1})));
        }
    }

    private static Delivery taken(JobQueue queue) {
        return await().pollInSameThread()
                .atMost(PATIENCE)
                .until(() -> queue.take(Duration.ofMillis(200)), Optional::isPresent)
                .orElseThrow();
    }

    /** What one queue takes while the other keeps its own record, however long joining the group needs. */
    private static Delivery takenWhileRenewing(JobQueue taking, JobQueue holding) {
        return await().pollInSameThread()
                .atMost(PATIENCE)
                .until(
                        () -> {
                            assertThat(holding.renew()).as("the lock is held").isTrue();
                            return taking.take(Duration.ofMillis(200));
                        },
                        Optional::isPresent)
                .orElseThrow();
    }

    private static String key(Delivery delivery) {
        return new String(delivery.job().key(), StandardCharsets.UTF_8);
    }
}

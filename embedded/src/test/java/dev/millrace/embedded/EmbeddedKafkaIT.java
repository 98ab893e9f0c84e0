package dev.millrace.embedded;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedKafkaIT {

    @TempDir
    Path directory;

    @Test
    void shouldKeepRecordsAndPortWhenStartedAgainOnTheSameDirectory() throws Exception {
        // Given
        String address;
        try (EmbeddedKafka kafka = EmbeddedKafka.start(directory, 0, Map.of())) {
            address = kafka.bootstrapServers();
            createTopic(address, "kept");
            send(address, "kept", "grist");
        }

        // When
        try (EmbeddedKafka again = EmbeddedKafka.start(directory, 0, Map.of())) {

            // Then
            assertThat(again.bootstrapServers()).isEqualTo(address).startsWith("127.0.0.1:");
            assertThat(readOne(address, "kept")).isEqualTo("grist");
        }
    }

    @Test
    void shouldRefuseDirectoryWhileAnotherProcessUsesItAndKeepItsRecordsWhenThatIsKilled() throws Exception {
        // Given
        Process other = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx128m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Other.class.getName(),
                        directory.toString())
                .redirectError(directory.resolve("other.log").toFile())
                .start();
        String address;
        try (BufferedReader output = other.inputReader()) {
            address = output.lines()
                    .filter(line -> line.startsWith("127.0.0.1:"))
                    .findFirst()
                    .orElseThrow();
        }
        createTopic(address, "kept");
        send(address, "kept", "grist");
        assertThatThrownBy(() -> EmbeddedKafka.start(directory, 0, Map.of()))
                .isInstanceOf(EmbeddedException.class)
                .hasMessageContaining(directory.toString())
                .hasMessageContaining("process " + other.pid() + " uses it");

        // When
        other.destroyForcibly().waitFor();

        // Then
        try (EmbeddedKafka again = EmbeddedKafka.start(directory, 0, Map.of())) {
            assertThat(again.bootstrapServers()).isEqualTo(address);
            assertThat(readOne(address, "kept")).isEqualTo("grist");
        }
    }

    @Test
    void shouldNamePortWhenItIsTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            assertThatThrownBy(() -> EmbeddedKafka.start(directory, taken.getLocalPort(), Map.of()))
                    .isInstanceOf(EmbeddedException.class)
                    .hasMessageContaining("port " + taken.getLocalPort())
                    .hasMessageContaining("is taken");
        }
    }

    private static void createTopic(String address, String name) throws Exception {
        try (Admin admin = Admin.create(Map.of("bootstrap.servers", address))) {
            admin.createTopics(List.of(new NewTopic(name, 1, (short) 1))).all().get();
        }
    }

    private static void send(String address, String topic, String value) throws Exception {
        try (KafkaProducer<String, String> producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", address), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>(topic, value)).get();
        }
    }

    private static String readOne(String address, String topic) {
        Map<String, Object> settings = Map.of("bootstrap.servers", address, "auto.offset.reset", "earliest");
        try (KafkaConsumer<String, String> consumer =
                new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
            consumer.assign(List.of(new TopicPartition(topic, 0)));
            ConsumerRecords<String, String> records = consumer.poll(Duration.ofSeconds(30));
            return records.iterator().next().value();
        }
    }

    /** A process that runs a broker, prints its address, and waits to be killed. */
    static final class Other {
        public static void main(String[] args) throws Exception {
            EmbeddedKafka kafka = EmbeddedKafka.start(Path.of(args[0]), 0, Map.of());
            System.out.println(kafka.bootstrapServers());
            Thread.currentThread().join();
        }
    }
}

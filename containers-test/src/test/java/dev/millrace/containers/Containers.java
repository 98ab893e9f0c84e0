package dev.millrace.containers;

import java.time.Duration;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.PullPolicy;
import org.testcontainers.kafka.KafkaContainer;
import org.testcontainers.utility.DockerImageName;

/** A Kafka and a registry, their images named by the variables that docker-compose.yml has. */
final class Containers implements AutoCloseable {
    private static final int REGISTRY_PORT = 8080;

    private final KafkaContainer kafka = new KafkaContainer(
                    image("KAFKA_IMAGE", "apache/kafka:4.3.1").asCompatibleSubstituteFor("apache/kafka"))
            .withImagePullPolicy(PullPolicy.defaultPolicy());
    private final GenericContainer<?> registry = new GenericContainer<>(
                    image("REGISTRY_IMAGE", "apicurio/apicurio-registry:3.0.9"))
            .withImagePullPolicy(PullPolicy.defaultPolicy())
            .withExposedPorts(REGISTRY_PORT)
            .waitingFor(Wait.forHttp("/apis/ccompat/v7/subjects").forPort(REGISTRY_PORT))
            .withStartupTimeout(Duration.ofMinutes(3));

    void start() {
        kafka.start();
        registry.start();
    }

    String bootstrapServers() {
        return kafka.getBootstrapServers();
    }

    String registryUrl() {
        return "http://" + registry.getHost() + ":" + registry.getMappedPort(REGISTRY_PORT) + "/apis/ccompat/v7";
    }

    private static DockerImageName image(String variable, String usual) {
        String named = System.getenv(variable);
        return DockerImageName.parse(named == null ? usual : named);
    }

    @Override
    public void close() {
        registry.stop();
        kafka.stop();
    }
}

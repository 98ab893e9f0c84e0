package dev.millrace.embedded.testing;

import dev.millrace.embedded.EmbeddedKafka;
import dev.millrace.embedded.EmbeddedRegistry;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.jspecify.annotations.Nullable;

/**
 * The one broker and registry of a test JVM, each started when first asked for and stopped when the JVM ends. Tests
 * share it, so each takes topics, groups and subjects of its own. Thread-safe.
 */
public final class TestPlatform {

    private static final TestPlatform SHARED = new TestPlatform();

    private @Nullable EmbeddedKafka kafka;
    private @Nullable EmbeddedRegistry registry;
    private @Nullable Path directory;

    private TestPlatform() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "test-platform-close"));
    }

    public static TestPlatform shared() {
        return SHARED;
    }

    public synchronized String bootstrapServers() {
        if (kafka == null) {
            kafka = EmbeddedKafka.start(directory().resolve("kafka"), 0, Map.of());
        }
        return kafka.bootstrapServers();
    }

    /** The Confluent-compatible address, as {@code schema.registry.url} takes it. */
    public synchronized String registryUrl() {
        if (registry == null) {
            registry = EmbeddedRegistry.start(directory().resolve("registry"), 0, EmbeddedRegistry.home());
        }
        return registry.url();
    }

    /** Creates a topic as a test needs it, with topic settings such as {@code cleanup.policy}. */
    public void createTopic(String name, int partitions, Map<String, String> settings) {
        try (Admin admin = admin()) {
            NewTopic topic = new NewTopic(name, partitions, (short) 1).configs(settings);
            admin.createTopics(List.of(topic)).all().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("cannot create topic " + name + ": " + e.getCause(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while creating topic " + name, e);
        }
    }

    /** An admin client that the caller closes. */
    public Admin admin() {
        return Admin.create(Map.of("bootstrap.servers", bootstrapServers()));
    }

    private Path directory() {
        try {
            if (directory == null) {
                directory = Files.createTempDirectory("millrace-test");
            }
            return directory;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private synchronized void close() {
        try {
            if (registry != null) {
                registry.close();
            }
            if (kafka != null) {
                kafka.close();
            }
        } finally {
            if (directory != null) {
                DirectoryTree.delete(directory);
            }
        }
    }
}

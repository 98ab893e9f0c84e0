package dev.millrace.runtime.service;

import dev.millrace.runtime.ExitCode;
import dev.millrace.runtime.UserError;
import dev.millrace.runtime.config.MillraceConfig;
import dev.millrace.schemas.SubjectBootstrap;
import dev.millrace.schemas.TopicBootstrap;
import io.confluent.kafka.schemaregistry.client.CachedSchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.SchemaRegistryClient;
import io.confluent.kafka.schemaregistry.client.rest.exceptions.RestClientException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.KafkaException;

/** The checks before traffic. Each failure is one line that says what to do. */
public final class Startup {

    private static final int OLDEST_JAVA = 17;
    private static final int SCHEMAS = 200;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration PAUSE = Duration.ofMillis(500);

    private Startup() {}

    /** This machine: Java and folders. */
    public static void checkMachine(MillraceConfig config) {
        requireJava(Runtime.version().feature());
        requireWritable("artifacts.directory", config.artifacts().directory());
        requireWritable("state.directory", config.state().directory());
    }

    static void requireJava(int found) {
        if (found < OLDEST_JAVA) {
            throw environment("this is Java %d; Millrace needs %d or newer. Install one and set JAVA_HOME"
                    .formatted(found, OLDEST_JAVA));
        }
    }

    /** Makes the folder if need be and writes to it. */
    public static void requireWritable(String key, Path directory) {
        try {
            Files.createDirectories(directory);
            Files.delete(Files.createTempFile(directory, ".writable", null));
        } catch (IOException e) {
            throw environment("%s is %s, which cannot be written (%s); make it writable or set another"
                    .formatted(key, directory.toAbsolutePath(), e));
        }
    }

    /** For servers whose own message would not name the key. */
    public static void requireFreePort(String key, String host, int port) {
        try (ServerSocket socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(InetAddress.getAllByName(host)[0], port));
        } catch (IOException e) {
            throw environment(
                    "%s is %d, which is taken on %s (%s); stop what listens there or set another (0 takes a free one)"
                            .formatted(key, port, host, e.getMessage()));
        }
    }

    /** Broker and registry: waits for both, then makes topics and schemas as the catalogue has them. */
    public static void bootstrap(ServiceContext context) throws InterruptedException {
        MillraceConfig config = context.config();
        try (Admin admin = admin(context)) {
            await("kafka.bootstrapServers", config.kafka().bootstrapServers(), () -> requireBroker(admin));
            SchemaRegistryClient registry = registry(config);
            await("registry.url", config.registry().url(), registry::getAllSubjects);
            bootstrap(admin, registry, config);
        }
    }

    private static void bootstrap(Admin admin, SchemaRegistryClient registry, MillraceConfig config)
            throws InterruptedException {
        try {
            new TopicBootstrap(
                            admin,
                            config.topics().partitions(),
                            (short) config.topics().replicationFactor(),
                            config.privacy().cleaning())
                    .run();
            new SubjectBootstrap(registry).run();
        } catch (IllegalStateException e) {
            throw new UserError(ExitCode.ENVIRONMENT, String.valueOf(e.getMessage()), e);
        }
    }

    private static Admin admin(ServiceContext context) {
        try {
            return context.kafka().admin();
        } catch (KafkaException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new UserError(
                    ExitCode.UNREACHABLE,
                    "kafka.bootstrapServers is %s, which cannot be used (%s); set a host and port that this machine can reach"
                            .formatted(context.config().kafka().bootstrapServers(), cause.getMessage()),
                    e);
        }
    }

    private static SchemaRegistryClient registry(MillraceConfig config) {
        return new CachedSchemaRegistryClient(
                config.registry().url(), SCHEMAS, config.registry().settings());
    }

    private static void requireBroker(Admin admin) throws IOException, InterruptedException {
        try {
            admin.describeCluster().clusterId().get(PAUSE.toMillis() * 4, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IOException(e);
        }
    }

    /** Something that answers or throws. */
    private interface Probe {
        void run() throws IOException, RestClientException, InterruptedException;
    }

    private static void await(String key, String address, Probe probe) throws InterruptedException {
        long deadline = System.nanoTime() + PATIENCE.toNanos();
        while (true) {
            try {
                probe.run();
                return;
            } catch (IOException | RestClientException e) {
                if (System.nanoTime() > deadline) {
                    throw new UserError(
                            ExitCode.UNREACHABLE,
                            "%s is %s, where nothing answered for %d s (%s); start it or set the right address"
                                    .formatted(key, address, PATIENCE.toSeconds(), e.getMessage()),
                            e);
                }
                Thread.sleep(PAUSE.toMillis());
            }
        }
    }

    private static UserError environment(String message) {
        return new UserError(ExitCode.ENVIRONMENT, message);
    }
}

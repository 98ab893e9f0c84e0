package dev.millrace.embedded;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.Uuid;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.metadata.storage.Formatter;

/**
 * A one-node KRaft broker in this JVM, on loopback only. Topics, offsets and ports are kept in its directory and are
 * there again after a restart or a kill; one process at a time may use a directory. The caller closes it.
 */
public final class EmbeddedKafka implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final DirectoryLock lock;
    private final KafkaRaftServer server;
    private final String bootstrapServers;

    private EmbeddedKafka(DirectoryLock lock, KafkaRaftServer server, int port) {
        this.lock = lock;
        this.server = server;
        this.bootstrapServers = PortFile.HOST + ":" + port;
    }

    /**
     * Starts the broker and returns when it serves.
     *
     * @param directory created if absent
     * @param port 0 for the port remembered in the directory, or any free one the first time
     * @param overrides broker settings that win over the defaults here
     * @throws EmbeddedException naming the directory or port that stands in the way
     */
    public static EmbeddedKafka start(Path directory, int port, Map<String, String> overrides) {
        Path home = directory.toAbsolutePath().normalize();
        DirectoryLock lock = DirectoryLock.acquire(home, "the embedded broker", PATIENCE);
        try {
            return startLocked(lock, home, port, overrides);
        } catch (IOException e) {
            lock.close();
            throw new EmbeddedException("the embedded broker cannot start in %s: %s".formatted(home, e), e);
        } catch (RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    private static EmbeddedKafka startLocked(DirectoryLock lock, Path home, int port, Map<String, String> overrides)
            throws IOException {
        PortFile ports = new PortFile(home);
        int brokerPort = ports.choose("broker", port);
        Properties settings =
                BrokerSettings.of(home.resolve("data"), brokerPort, ports.choose("controller", 0), overrides);
        format(home.resolve("data"));
        KafkaRaftServer server = new KafkaRaftServer(KafkaConfig.fromProps(settings), Time.SYSTEM);
        try {
            server.startup();
        } catch (RuntimeException e) {
            server.shutdown();
            throw new EmbeddedException("the embedded broker cannot start in %s: %s".formatted(home, e), e);
        }
        return new EmbeddedKafka(lock, server, brokerPort);
    }

    private static void format(Path data) throws IOException {
        if (Files.exists(data.resolve("meta.properties"))) {
            return;
        }
        Files.createDirectories(data);
        try {
            new Formatter()
                    .setPrintStream(new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8))
                    .setNodeId(Integer.parseInt(BrokerSettings.NODE_ID))
                    .setClusterId(Uuid.randomUuid().toString())
                    .setControllerListenerName(BrokerSettings.CONTROLLER)
                    .setMetadataLogDirectory(data.toString())
                    .setDirectories(List.of(data.toString()))
                    .setIgnoreFormatted(false)
                    .run();
        } catch (Exception e) {
            throw new IOException("cannot format " + data + ": " + e.getMessage(), e);
        }
    }

    /** Host and port for clients on this machine. */
    public String bootstrapServers() {
        return bootstrapServers;
    }

    @Override
    public void close() {
        server.shutdown();
        server.awaitShutdown();
        lock.close();
    }
}

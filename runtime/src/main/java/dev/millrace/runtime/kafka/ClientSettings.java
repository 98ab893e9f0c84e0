package dev.millrace.runtime.kafka;

import dev.millrace.runtime.config.KafkaConfig;
import dev.millrace.schemas.CataloguePartitioner;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Properties;

/** The settings of each kind of client; what the user configured for the connection is in all of them. */
final class ClientSettings {

    private static final int REQUEST_MILLIS = 10_000;
    private static final int DELIVERY_MILLIS = 30_000;
    private static final int SESSION_MILLIS = 10_000;
    private static final int HEARTBEAT_MILLIS = 3_000;

    private final KafkaConfig config;

    ClientSettings(KafkaConfig config) {
        this.config = config;
    }

    /** What every client needs to connect. */
    Map<String, Object> connection() {
        Map<String, Object> settings = new HashMap<>(config.settings());
        settings.put("bootstrap.servers", config.bootstrapServers());
        return settings;
    }

    Map<String, Object> producer(String clientId) {
        Map<String, Object> settings = connection();
        settings.put("client.id", clientId);
        settings.put("acks", "all");
        settings.put("enable.idempotence", true);
        settings.put("partitioner.class", CataloguePartitioner.class.getName());
        settings.put("compression.type", "lz4");
        settings.put("linger.ms", 5);
        settings.put("max.block.ms", REQUEST_MILLIS);
        settings.put("request.timeout.ms", REQUEST_MILLIS);
        settings.put("delivery.timeout.ms", DELIVERY_MILLIS);
        return settings;
    }

    Map<String, Object> transactional(String clientId, String transactionalId, Duration timeout) {
        Map<String, Object> settings = producer(clientId);
        settings.put("transactional.id", transactionalId);
        settings.put("transaction.timeout.ms", Math.toIntExact(timeout.toMillis()));
        return settings;
    }

    /** Without a group: for reading topics as a whole. */
    Map<String, Object> reader() {
        Map<String, Object> settings = connection();
        settings.put("isolation.level", "read_committed");
        settings.put("auto.offset.reset", "earliest");
        settings.put("enable.auto.commit", false);
        settings.put("allow.auto.create.topics", false);
        return settings;
    }

    Map<String, Object> consumer(String group) {
        Map<String, Object> settings = reader();
        settings.put("group.id", group);
        settings.put("session.timeout.ms", SESSION_MILLIS);
        settings.put("heartbeat.interval.ms", HEARTBEAT_MILLIS);
        return settings;
    }

    /** One record in flight, acknowledged by hand (KIP-932). */
    Map<String, Object> shareConsumer(String group, String clientId) {
        Map<String, Object> settings = connection();
        settings.put("group.id", group);
        settings.put("client.id", clientId);
        settings.put("share.acknowledgement.mode", "explicit");
        settings.put("share.acquire.mode", "record_limit");
        settings.put("max.poll.records", 1);
        return settings;
    }

    Properties streams(String applicationId, Path stateDirectory, int threads, Duration commitInterval) {
        Properties settings = new Properties();
        settings.putAll(connection());
        settings.put("application.id", applicationId);
        settings.put("processing.guarantee", "exactly_once_v2");
        settings.put("num.stream.threads", threads);
        settings.put("commit.interval.ms", commitInterval.toMillis());
        settings.put("state.dir", stateDirectory.toAbsolutePath().toString());
        settings.put("replication.factor", -1);
        settings.put("ensure.explicit.internal.resource.naming", true);
        settings.put("consumer.auto.offset.reset", "earliest");
        settings.put("consumer.session.timeout.ms", SESSION_MILLIS);
        settings.put("consumer.heartbeat.interval.ms", HEARTBEAT_MILLIS);
        settings.put("producer.compression.type", "lz4");
        return settings;
    }
}

package dev.millrace.runtime.kafka;

import dev.millrace.runtime.config.MillraceConfig;
import dev.millrace.schemas.EventSerdes;
import dev.millrace.schemas.Topic;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Properties;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.KafkaShareConsumer;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Makes Kafka clients with the settings that Millrace needs; each is closed by whoever asked for it. Thread-safe. */
public final class KafkaClients {

    private static final Duration TRANSACTION = Duration.ofSeconds(30);

    private final ClientSettings settings;
    private final EventSerdes serdes;
    private final MeterRegistry metrics;

    public KafkaClients(MillraceConfig config, MeterRegistry metrics) {
        this.settings = new ClientSettings(config.kafka());
        this.serdes = new EventSerdes(config.registry().url(), config.registry().settings());
        this.metrics = metrics;
    }

    /** The serdes of the configured registry. */
    public EventSerdes serdes() {
        return serdes;
    }

    /** Idempotent, acks=all. */
    public EventProducer producer(String clientId) {
        return producer(settings.producer(clientId));
    }

    /** The same with further producer settings on top. */
    public EventProducer producer(String clientId, Map<String, Object> overrides) {
        Map<String, Object> producer = settings.producer(clientId);
        producer.putAll(overrides);
        return producer(producer);
    }

    /** Ready for transactions; every earlier producer of this transactional id is fenced from now on. */
    public EventProducer transactionalProducer(String clientId, String transactionalId) {
        Producer<byte[], byte[]> producer =
                bytesProducer(settings.transactional(clientId, transactionalId, TRANSACTION));
        try {
            producer.initTransactions();
        } catch (RuntimeException e) {
            producer.close(Duration.ZERO);
            throw e;
        }
        return wrap(producer);
    }

    /** Reads committed events in a group; subscribe it before use. {@code service} is named in dead letters. */
    public <V extends SpecificRecord> EventConsumer<V> consumer(Topic<V> topic, String group, String service) {
        if (!topic.deadLetters()) {
            throw new IllegalArgumentException(topic.name() + " has no dead-letter topic; use reader or table");
        }
        Consumer<byte[], byte[]> consumer = bytesConsumer(settings.consumer(group));
        KafkaClientMetrics meters = new KafkaClientMetrics(consumer);
        meters.bindTo(metrics);
        return new EventConsumer<>(topic, consumer, decoder(topic), deadLetters(service), meters);
    }

    /**
     * Committed records of others' topics as bytes, in a group, from the beginning the first time; subscribe it before use.
     * Offsets are committed only when asked.
     */
    public Consumer<byte[], byte[]> bytesConsumer(String group) {
        return bytesConsumer(settings.consumer(group));
    }

    /** Reads a whole topic without a group. */
    public <V extends SpecificRecord> TopicReader<V> reader(Topic<V> topic) {
        return new TopicReader<>(topic.name(), bytesReader(), decoder(topic));
    }

    /** The newest value of each key of a compacted topic; empty until refreshed. */
    public <V extends SpecificRecord> TopicTable<V> table(Topic<V> topic) {
        return new TopicTable<>(reader(topic));
    }

    public <V extends SpecificRecord> EventDecoder<V> decoder(Topic<V> topic) {
        return new EventDecoder<>(serdes, topic);
    }

    /** Committed records as bytes, without a group, such as dead letters. */
    public Consumer<byte[], byte[]> bytesReader() {
        return bytesConsumer(settings.reader());
    }

    /** All records as bytes, without a group: what was never committed, too. */
    public Consumer<byte[], byte[]> rawReader() {
        Map<String, Object> reader = settings.reader();
        reader.put("isolation.level", "read_uncommitted");
        return bytesConsumer(reader);
    }

    /** One record in flight, to be acknowledged by hand; see {@link ShareGroup} for the group's own settings. */
    public ShareConsumer<byte[], byte[]> shareConsumer(String group, String clientId) {
        return new KafkaShareConsumer<>(
                settings.shareConsumer(group, clientId), new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }

    public DeadLetters deadLetters(String service) {
        return new DeadLetters(producer(service + "-dead-letters"), service, metrics);
    }

    public Admin admin() {
        return Admin.create(settings.connection());
    }

    /** Settings of a Kafka Streams application with exactly_once_v2. */
    public Properties streams(String applicationId, Path stateDirectory, int threads, Duration commitInterval) {
        return settings.streams(applicationId, stateDirectory, threads, commitInterval);
    }

    private EventProducer producer(Map<String, Object> producer) {
        return wrap(bytesProducer(producer));
    }

    private EventProducer wrap(Producer<byte[], byte[]> producer) {
        KafkaClientMetrics meters = new KafkaClientMetrics(producer);
        meters.bindTo(metrics);
        return new EventProducer(producer, serdes, meters);
    }

    private static Producer<byte[], byte[]> bytesProducer(Map<String, Object> producer) {
        return new KafkaProducer<>(producer, new ByteArraySerializer(), new ByteArraySerializer());
    }

    private static Consumer<byte[], byte[]> bytesConsumer(Map<String, Object> consumer) {
        return new KafkaConsumer<>(consumer, new ByteArrayDeserializer(), new ByteArrayDeserializer());
    }
}

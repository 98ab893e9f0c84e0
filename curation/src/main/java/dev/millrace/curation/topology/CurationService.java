package dev.millrace.curation.topology;

import dev.millrace.curation.rules.Judge;
import dev.millrace.runtime.config.CurationConfig;
import dev.millrace.runtime.kafka.Outage;
import dev.millrace.runtime.service.Service;
import dev.millrace.runtime.service.ServiceContext;
import dev.millrace.schemas.Cleaning;
import dev.millrace.schemas.TopicSettings;
import io.micrometer.core.instrument.binder.kafka.KafkaStreamsMetrics;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.apache.kafka.streams.processor.WallclockTimestampExtractor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The service that runs the curation topology with exactly_once_v2. Several share the conversations; each needs a state
 * directory of its own.
 *
 * <p>A thread that an outage ended is replaced; any other failure ends the service.
 */
public final class CurationService implements Service {
    /** Streams application id, and so the consumer group of the support topics. */
    public static final String APPLICATION = "millrace-curation";

    private static final Logger LOG = LoggerFactory.getLogger(CurationService.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final long CACHE_BYTES = 16L << 20;

    private final ServiceContext context;
    private final CurationMetrics metrics;
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private @Nullable KafkaStreams streams;
    private @Nullable KafkaStreamsMetrics streamsMetrics;

    private CurationService(ServiceContext context) {
        this.context = context;
        this.metrics = new CurationMetrics(context.metrics());
    }

    public static CurationService create(ServiceContext context) {
        return new CurationService(context);
    }

    @Override
    public String name() {
        return "curation";
    }

    @Override
    public void start() throws InterruptedException {
        Judge.prepare();
        CurationConfig config = context.config().curation();
        Cleaning cleaning = context.config().privacy().cleaning();
        cleanChangelogs(cleaning);
        Policies policies = new Policies(context.config());
        DeadLetterBudget budget = new DeadLetterBudget(metrics);
        CurationTopology topology =
                new CurationTopology(config, cleaning, policies, context.kafka().serdes(), metrics, budget);
        KafkaStreams created = new KafkaStreams(topology.build(), settings(config, cleaning, budget));
        created.setUncaughtExceptionHandler(this::onFailure);
        created.setStateListener((now, before) -> onState(now));
        KafkaStreamsMetrics meters = new KafkaStreamsMetrics(created);
        meters.bindTo(context.metrics());
        streams = created;
        streamsMetrics = meters;
        created.start();
    }

    /** Those that are there already; new ones are made so. */
    private void cleanChangelogs(Cleaning cleaning) throws InterruptedException {
        try (Admin admin = context.kafka().admin()) {
            Map<String, Map<String, String>> changelogs = admin.listTopics().names().get().stream()
                    .filter(name -> name.startsWith(APPLICATION + "-") && name.endsWith("-changelog"))
                    .collect(Collectors.toMap(name -> name, name -> cleaning.compaction()));
            new TopicSettings(admin).apply(changelogs);
        } catch (ExecutionException e) {
            throw new IllegalStateException("Kafka cannot be asked for the changelogs of curation: " + e.getCause(), e);
        }
    }

    private Properties settings(CurationConfig config, Cleaning cleaning, DeadLetterBudget budget) {
        Properties settings = context.kafka()
                .streams(
                        APPLICATION,
                        context.config().state().directory().resolve("streams"),
                        config.threads(),
                        config.commitInterval());
        String handler = DeadLetterHandler.class.getName();
        settings.put("deserialization.exception.handler", handler);
        settings.put("processing.exception.handler", handler);
        settings.put("production.exception.handler", handler);
        settings.put(DeadLetterHandler.BUDGET, budget);
        settings.put("default.timestamp.extractor", WallclockTimestampExtractor.class.getName());
        cleaning.compaction().forEach((setting, value) -> settings.put("topic." + setting, value));
        // State that missed tombstones would bring back what they took: it is built again from the changelogs.
        settings.put(
                StreamsConfig.STATE_CLEANUP_DIR_MAX_AGE_MS_CONFIG,
                cleaning.tombstones().dividedBy(2).toMillis());
        settings.put(BoundedRocksDb.CLEANING, cleaning);
        settings.put("rocksdb.config.setter", BoundedRocksDb.class.getName());
        settings.put("statestore.cache.max.bytes", CACHE_BYTES);
        return settings;
    }

    private StreamThreadExceptionResponse onFailure(Throwable thrown) {
        if (Outage.isBehind(thrown)) {
            LOG.warn("a stream thread ended in an outage and is replaced: {}", thrown.toString());
            return StreamThreadExceptionResponse.REPLACE_THREAD;
        }
        LOG.error("a stream thread failed", thrown);
        failure.compareAndSet(null, thrown);
        return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
    }

    /** The thread of the suppression list cannot be replaced: without it all of Streams ends. */
    private void onState(KafkaStreams.State state) {
        if (state == KafkaStreams.State.ERROR) {
            failure.compareAndSet(null, new IllegalStateException("Kafka Streams ended; the log says why"));
        }
    }

    @Override
    public boolean ready() {
        return streams != null && streams.state() == KafkaStreams.State.RUNNING;
    }

    @Override
    public Optional<Throwable> failure() {
        return Optional.ofNullable(failure.get());
    }

    @Override
    public void close() {
        if (streamsMetrics != null) {
            streamsMetrics.close();
        }
        if (streams != null) {
            streams.close(CloseOptions.groupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP)
                    .withTimeout(PATIENCE));
        }
    }
}

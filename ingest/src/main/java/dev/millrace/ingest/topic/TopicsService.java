package dev.millrace.ingest.topic;

import dev.millrace.ingest.event.DraftRules;
import dev.millrace.ingest.event.JsonEventReader;
import dev.millrace.ingest.event.Origin;
import dev.millrace.ingest.event.SourceEvents;
import dev.millrace.ingest.write.TransactionalWriter;
import dev.millrace.ingest.write.WriteFailedException;
import dev.millrace.ingest.write.WriterIdentity;
import dev.millrace.runtime.ExitCode;
import dev.millrace.runtime.UserError;
import dev.millrace.runtime.config.TopicSourceConfig;
import dev.millrace.runtime.config.TopicSourceConfig.Format;
import dev.millrace.runtime.privacy.Pseudonymizer;
import dev.millrace.runtime.service.Loop;
import dev.millrace.runtime.service.OpenResources;
import dev.millrace.runtime.service.Service;
import dev.millrace.runtime.service.ServiceContext;
import dev.millrace.schemas.Topics;
import io.micrometer.core.instrument.binder.kafka.KafkaClientMetrics;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The service that reads topics of other systems ({@code topicSources}), each in a thread and a consumer group of its own.
 * Several may run; they share out the partitions. Without any topic source it has nothing to do.
 */
public final class TopicsService implements Service {

    static final String NAME = "topics";

    private static final Logger LOG = LoggerFactory.getLogger(TopicsService.class);
    private static final String GROUP_PREFIX = "millrace-topics-";

    private final ServiceContext context;
    private final OpenResources opened = new OpenResources(NAME);
    private final List<TopicSource> sources = new CopyOnWriteArrayList<>();
    private final List<Loop> loops = new CopyOnWriteArrayList<>();

    private TopicsService(ServiceContext context) {
        this.context = context;
    }

    public static TopicsService create(ServiceContext context) {
        return new TopicsService(context);
    }

    /** Consumer group of a topic source. */
    public static String group(String source) {
        return GROUP_PREFIX + source;
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public void start() throws Exception {
        Map<String, TopicSourceConfig> configured = context.config().topicSources();
        Map<String, TopicMapping> mappings = new LinkedHashMap<>();
        JsonEventReader reader = new JsonEventReader(new DraftRules(context.clock()));
        configured.forEach((name, config) -> mappings.put(name, TopicMappings.of(name, config, reader)));
        if (configured.isEmpty()) {
            LOG.info("no topics of other systems are read; topicSources in docs/configuration.md names them");
            return;
        }
        tellOfMissingTopics();
        Pseudonymizer pseudonymizer =
                Pseudonymizer.load(context.config().state().installationKeyFile());
        for (Map.Entry<String, TopicMapping> mapping : mappings.entrySet()) {
            open(mapping.getKey(), configured.get(mapping.getKey()), mapping.getValue(), pseudonymizer);
        }
    }

    private void open(String name, TopicSourceConfig config, TopicMapping mapping, Pseudonymizer pseudonymizer)
            throws IOException {
        Origin origin = new Origin(Objects.requireNonNull(config.domain()), ForeignRecords.source(name, config));
        RecordMapper mapper = opened.keep(new RecordMapper(
                config.format() == Format.AVRO
                        ? new AvroDecoder(context.kafka().serdes().foreignDeserializer())
                        : new JsonDecoder(),
                mapping,
                new SourceEvents(origin, pseudonymizer::pseudonym, context.clock()),
                config.maxRecordBytes().bytes()));
        TransactionalWriter writer = writer(name);
        Consumer<byte[], byte[]> consumer = opened.keep(context.kafka().bytesConsumer(group(name)));
        opened.keep(new KafkaClientMetrics(consumer)).bindTo(context.metrics());
        TopicSource source = new TopicSource(
                name,
                config,
                mapper,
                consumer,
                opened.keep(context.kafka().serdes().deserializer(Topics.FOREIGN)),
                writer,
                new TopicMeters(context.metrics(), name));
        source.join();
        sources.add(source);
        loops.add(opened.keep(new Loop(NAME + "-" + name, source::step, source::wakeup).start()));
        LOG.info(
                "topic {} becomes {} of domain {}",
                config.topic(),
                mapping.kind().topic().name(),
                origin.domain());
    }

    private TransactionalWriter writer(String name) throws IOException {
        Path state = context.config().state().directory().resolve(NAME).resolve(name);
        WriterIdentity identity = opened.keep(WriterIdentity.take(state));
        TransactionalWriter writer = opened.keep(new TransactionalWriter(
                () -> context.kafka().transactionalProducer(NAME + "-" + name, identity.transactionalId())));
        try {
            writer.open();
            return writer;
        } catch (WriteFailedException e) {
            throw new UserError(ExitCode.UNREACHABLE, String.valueOf(e.getMessage()), e);
        }
    }

    /** Such a topic may come later, with the connector that writes it. */
    private void tellOfMissingTopics() throws Exception {
        try (Admin admin = context.kafka().admin()) {
            var there = admin.listTopics().names().get();
            context.config().topicSources().forEach((name, source) -> {
                if (!there.contains(source.topic())) {
                    LOG.warn("topicSources.{}.topic {} is not there yet; it is read once it is", name, source.topic());
                }
            });
        }
    }

    @Override
    public boolean ready() {
        return loops.stream().allMatch(Loop::alive) && sources.stream().allMatch(TopicSource::healthy);
    }

    @Override
    public Optional<Throwable> failure() {
        return loops.stream().flatMap(loop -> loop.failure().stream()).findFirst();
    }

    @Override
    public void close() {
        opened.close();
    }
}

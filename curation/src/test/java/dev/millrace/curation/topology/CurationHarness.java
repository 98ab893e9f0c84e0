package dev.millrace.curation.topology;

import dev.millrace.curation.TestEvents;
import dev.millrace.runtime.config.MillraceConfig;
import dev.millrace.runtime.privacy.ErasedSubjects;
import dev.millrace.schemas.Cleaning;
import dev.millrace.schemas.EventSerdes;
import dev.millrace.schemas.Keys;
import dev.millrace.schemas.SubjectBootstrap;
import dev.millrace.schemas.Topic;
import dev.millrace.schemas.Topics;
import dev.millrace.schemas.event.ChatEvent;
import dev.millrace.schemas.event.Conversation;
import dev.millrace.schemas.event.ErasureRequest;
import dev.millrace.schemas.event.Example;
import dev.millrace.schemas.event.Rejection;
import dev.millrace.schemas.event.TicketEvent;
import io.confluent.kafka.schemaregistry.testutil.MockSchemaRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.TestInputTopic;
import org.apache.kafka.streams.TestOutputTopic;
import org.apache.kafka.streams.TopologyTestDriver;
import org.apache.kafka.streams.test.TestRecord;

/** The curation topology in a test driver: events in, topics out, time moved by hand. */
final class CurationHarness implements AutoCloseable {
    static final EventSerdes SERDES = serdes();
    private static final Duration MONTH = Duration.ofDays(30);

    private final TopologyTestDriver driver;
    private final TestInputTopic<String, TicketEvent> tickets;
    private final TestInputTopic<String, ChatEvent> chats;
    private final TestInputTopic<String, ErasureRequest> erasures;
    private final TestOutputTopic<String, Conversation> conversations;
    private final TestOutputTopic<String, Example> examples;
    private final TestOutputTopic<String, Rejection> rejections;
    private int requests;

    CurationHarness(Map<String, String> overrides) {
        this(overrides, temporary());
    }

    CurationHarness(Map<String, String> overrides, Path state) {
        driver = new TopologyTestDriver(topology(overrides).build(), properties(state));
        tickets = input(Topics.TICKETS);
        chats = input(Topics.CHATS);
        erasures = input(Topics.ERASURES);
        conversations = output(Topics.CONVERSATIONS);
        examples = output(Topics.EXAMPLES);
        rejections = output(Topics.REJECTIONS);
    }

    static CurationTopology topology(Map<String, String> overrides) {
        MillraceConfig config = MillraceConfig.load(Optional.empty(), Map.of(), overrides);
        CurationMetrics metrics = new CurationMetrics(new SimpleMeterRegistry());
        return new CurationTopology(
                config.curation(),
                config.privacy().cleaning(),
                new Policies(config),
                SERDES,
                metrics,
                new DeadLetterBudget(metrics));
    }

    private static EventSerdes serdes() {
        new SubjectBootstrap(MockSchemaRegistry.getClientForScope("curation")).run();
        return new EventSerdes("mock://curation", Map.of());
    }

    private static Properties properties(Path state) {
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, "curation-test");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, "none:1");
        properties.put(StreamsConfig.STATE_DIR_CONFIG, state.toString());
        properties.put(StreamsConfig.ENSURE_EXPLICIT_INTERNAL_RESOURCE_NAMING_CONFIG, true);
        properties.put(BoundedRocksDb.CLEANING, new Cleaning(MONTH));
        properties.put(StreamsConfig.ROCKSDB_CONFIG_SETTER_CLASS_CONFIG, BoundedRocksDb.class.getName());
        return properties;
    }

    static Path temporary() {
        try {
            Path folder = Files.createTempDirectory("curation-test");
            folder.toFile().deleteOnExit();
            return folder;
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    private <V extends SpecificRecord> TestInputTopic<String, V> input(Topic<V> topic) {
        return driver.createInputTopic(topic.name(), new StringSerializer(), SERDES.serializer(topic));
    }

    private <V extends SpecificRecord> TestOutputTopic<String, V> output(Topic<V> topic) {
        return driver.createOutputTopic(topic.name(), new StringDeserializer(), SERDES.deserializer(topic));
    }

    void send(TicketEvent... events) {
        send(List.of(events));
    }

    void send(ChatEvent... events) {
        send(List.of(events));
    }

    void send(Collection<? extends SpecificRecord> events) {
        for (SpecificRecord event : events) {
            if (event instanceof TicketEvent ticket) {
                tickets.pipeInput(key(ticket.getTicketId()), ticket);
            } else if (event instanceof ChatEvent chat) {
                chats.pipeInput(key(chat.getChatId()), chat);
            }
        }
    }

    void sendUnderKey(String key, TicketEvent event) {
        tickets.pipeInput(key, event);
    }

    /** A new request to forget a person. */
    void forget(String domain, String person) {
        Instant now = Instant.now();
        ErasureRequest request = new ErasureRequest(domain, person, "r-" + ++requests, now, now.plus(MONTH));
        erasures.pipeInput(ErasedSubjects.key(domain, person), request);
    }

    /** Anything, as a request. */
    void sendErasure(String key, byte[] bytes) {
        driver.createInputTopic(Topics.ERASURES.name(), new StringSerializer(), new ByteArraySerializer())
                .pipeInput(key, bytes);
    }

    /** Takes the request back. */
    void forgetNoMore(String domain, String person) {
        erasures.pipeInput(ErasedSubjects.key(domain, person), null);
    }

    private static String key(String id) {
        return Keys.conversation(TestEvents.DOMAIN, TestEvents.SOURCE, id);
    }

    void pass(Duration time) {
        driver.advanceWallClockTime(time);
    }

    List<TestRecord<String, Conversation>> conversations() {
        return conversations.readRecordsToList();
    }

    List<TestRecord<String, Example>> examples() {
        return examples.readRecordsToList();
    }

    List<Rejection> rejections() {
        return rejections.readValuesToList();
    }

    List<String> reasons() {
        return rejections().stream().map(Rejection::getReason).toList();
    }

    /** The examples that a compacted topic would still hold. */
    Map<String, Example> currentExamples() {
        Map<String, Example> current = new LinkedHashMap<>();
        examples().forEach(record -> {
            if (record.value() == null) {
                current.remove(record.key());
            } else {
                current.put(record.key(), record.value());
            }
        });
        return current;
    }

    /** How many entries a store has. */
    long entries(String store) {
        try (var all = driver.getKeyValueStore(store).all()) {
            long entries = 0;
            while (all.hasNext()) {
                all.next();
                entries++;
            }
            return entries;
        }
    }

    /** What a store has, keys and values as text. */
    String contents(String store) {
        StringBuilder contents = new StringBuilder();
        try (var all = driver.getKeyValueStore(store).all()) {
            all.forEachRemaining(entry ->
                    contents.append(entry.key).append(' ').append(entry.value).append('\n'));
        }
        return contents.toString();
    }

    static String contents(Collection<Example> examples) {
        return examples.stream()
                .map(example -> example.getMessages().stream()
                        .map(message -> message.getRole() + ": " + message.getContent())
                        .collect(Collectors.joining("\n")))
                .collect(Collectors.joining("\n---\n"));
    }

    @Override
    public void close() {
        driver.close();
    }
}

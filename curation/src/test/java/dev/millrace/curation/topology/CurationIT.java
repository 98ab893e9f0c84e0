package dev.millrace.curation.topology;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.millrace.curation.TestEvents;
import dev.millrace.curation.TestInstallation;
import dev.millrace.curation.rules.Examples;
import dev.millrace.runtime.kafka.DeadLetter;
import dev.millrace.runtime.kafka.EventProducer;
import dev.millrace.runtime.privacy.ErasedSubjects;
import dev.millrace.runtime.service.ServiceContext;
import dev.millrace.schemas.Cleaning;
import dev.millrace.schemas.Keys;
import dev.millrace.schemas.Topics;
import dev.millrace.schemas.event.ErasureRequest;
import dev.millrace.schemas.event.Example;
import dev.millrace.schemas.event.Rejection;
import dev.millrace.schemas.event.TicketEvent;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CurationIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final String FORGETFUL = "forgetful";

    @TempDir
    private Path directory;

    @Test
    void shouldCurateLiveEventsPutPoisonAsideGoOnAfterARestartAndJudgeAnewAfterAChangeOfPolicy() throws Exception {
        TestInstallation installation = new TestInstallation(directory);
        ServiceContext context = installation.context();
        TicketEvent misplaced = TestEvents.of("misplaced").opened(TestEvents.QUESTION);
        try (CurationService curation = CurationService.create(context);
                EventProducer producer = context.kafka().producer("test")) {
            curation.start();
            await().atMost(PATIENCE).until(curation::ready);
            producer.sendBytes(new ProducerRecord<>(
                            Topics.TICKETS.name(),
                            "billing/desk/poison".getBytes(StandardCharsets.UTF_8),
                            new byte[] {9, 9}))
                    .get();
            producer.sendAndWait(Topics.TICKETS, "billing/desk/elsewhere", misplaced);
            for (int i = 0; i < 50; i++) {
                send(producer, TestEvents.solved("live-" + i));
            }
            await().atMost(PATIENCE).until(() -> examples(context).size() == 50);
        }
        assertThat(deadLetters(context))
                .extracting(DeadLetter::causeClass)
                .containsExactlyInAnyOrder(
                        "org.apache.kafka.common.errors.SerializationException", "java.lang.IllegalArgumentException");

        try (CurationService restarted = CurationService.create(context);
                EventProducer producer = context.kafka().producer("test")) {
            send(producer, TestEvents.solved("live-1"));
            send(producer, List.of(lateRating("live-2")));
            restarted.start();
            await().atMost(PATIENCE).until(() -> examples(context).size() == 49);
        }
        String gone = Keys.inDomain("billing", Examples.id("billing", "desk", "live-2"));
        assertThat(examples(context)).doesNotContainKey(gone);
        assertThat(rejections(context)).extracting(Rejection::getReason).containsExactly("low-rating");

        ServiceContext stricter = installation
                .with("domainDefaults.policy.minAnswerChars", "2000")
                .context();
        try (CurationService judgingAnew = CurationService.create(stricter)) {
            judgingAnew.start();
            await().atMost(PATIENCE).until(() -> examples(stricter).isEmpty());
        }
        assertThat(rejections(stricter))
                .hasSize(50)
                .filteredOn(rejection -> rejection.getReason().equals("too-short"))
                .hasSize(49);
    }

    @Test
    void shouldForgetAPersonInEveryPartitionWhoAskedWhileNobodyWasThereToHear() throws Exception {
        // Given
        ServiceContext context = new TestInstallation(directory).context();
        try (CurationService curation = CurationService.create(context);
                EventProducer producer = context.kafka().producer("test")) {
            curation.start();
            for (int i = 0; i < 20; i++) {
                send(producer, solved("of-ada-" + i, "s_ada"));
                send(producer, solved("of-bob-" + i, "s_bob"));
            }
            await().atMost(PATIENCE).until(() -> conversations(context, "of-ada-") == 20);
        }

        // When
        try (CurationService restarted = CurationService.create(context);
                EventProducer producer = context.kafka().producer("test")) {
            ask(producer, FORGETFUL, "s_ada");
            send(producer, solved("of-ada-late", "s_ada"));
            restarted.start();
            await().atMost(PATIENCE).until(() -> conversations(context, "of-ada-") == 0);
        }

        // Then
        assertThat(TestInstallation.current(context, Topics.EXAMPLES, FORGETFUL))
                .doesNotContainKey(exampleOf("of-ada-3"))
                .containsKey(exampleOf("of-bob-3"));
        assertThat(conversations(context, "of-bob-")).isEqualTo(20);
        Cleaning cleaning = context.config().privacy().cleaning();
        assertThat(settings(context, "millrace-curation-events-changelog")).containsAllEntriesOf(cleaning.compaction());
    }

    @Test
    void shouldHaveChangelogsCleanedInTimeWhenTheDeadlineBecomesShorter() throws Exception {
        // Given
        TestInstallation installation = new TestInstallation(directory);
        start(installation.context());

        // When
        ServiceContext hasty = installation.with("privacy.deadline", "5d").context();
        start(hasty);

        // Then
        Cleaning cleaning = hasty.config().privacy().cleaning();
        assertThat(settings(hasty, "millrace-curation-people-changelog")).containsAllEntriesOf(cleaning.compaction());
        installation.with("privacy.deadline", "30d").context();
    }

    private static void start(ServiceContext context) throws Exception {
        try (CurationService curation = CurationService.create(context)) {
            curation.start();
            await().atMost(PATIENCE).until(curation::ready);
        }
    }

    private static List<TicketEvent> solved(String id, String person) {
        TestEvents ticket = TestEvents.of(id).in(FORGETFUL).by(person);
        return List.of(ticket.opened(TestEvents.QUESTION), ticket.agent(TestEvents.ANSWER), ticket.resolved());
    }

    private static void ask(EventProducer producer, String domain, String person) {
        Instant now = Instant.now();
        ErasureRequest request = new ErasureRequest(domain, person, "r-1", now, now.plus(Duration.ofDays(30)));
        producer.sendAndWait(Topics.ERASURES, ErasedSubjects.key(domain, person), request);
    }

    private static String exampleOf(String ticket) {
        return Keys.inDomain(FORGETFUL, Examples.id(FORGETFUL, TestEvents.SOURCE, ticket));
    }

    private static long conversations(ServiceContext context, String prefix) {
        return TestInstallation.current(context, Topics.CONVERSATIONS, FORGETFUL).keySet().stream()
                .filter(key -> key.startsWith(FORGETFUL + "/" + TestEvents.SOURCE + "/" + prefix))
                .count();
    }

    private static Map<String, String> settings(ServiceContext context, String topic) throws Exception {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        try (Admin admin = context.kafka().admin()) {
            return admin.describeConfigs(List.of(resource)).all().get().get(resource).entries().stream()
                    .collect(Collectors.toMap(ConfigEntry::name, entry -> String.valueOf(entry.value())));
        }
    }

    private static TicketEvent lateRating(String ticket) {
        TestEvents events = TestEvents.of(ticket);
        for (int skipped = 0; skipped < 3; skipped++) {
            events.resolved();
        }
        return events.rated(1);
    }

    private static void send(EventProducer producer, List<TicketEvent> events) {
        events.forEach(event -> producer.send(
                Topics.TICKETS, Keys.conversation(event.getDomain(), event.getSource(), event.getTicketId()), event));
        producer.flush();
    }

    private static Map<String, Example> examples(ServiceContext context) {
        return TestInstallation.current(context, Topics.EXAMPLES, "billing");
    }

    private static Collection<Rejection> rejections(ServiceContext context) {
        return TestInstallation.current(context, Topics.REJECTIONS, "billing").values();
    }

    private static List<DeadLetter> deadLetters(ServiceContext context) {
        List<DeadLetter> found = new ArrayList<>();
        try (Consumer<byte[], byte[]> reader = context.kafka().bytesReader()) {
            List<TopicPartition> partitions = reader.partitionsFor(Topics.TICKETS.deadLetterName()).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            reader.assign(partitions);
            reader.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = reader.endOffsets(partitions);
            while (partitions.stream().anyMatch(partition -> reader.position(partition) < ends.get(partition))) {
                reader.poll(Duration.ofMillis(100)).forEach(record -> found.add(DeadLetter.read(record)));
            }
        }
        return found;
    }
}

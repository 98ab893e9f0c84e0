package dev.millrace.cli.command;

import dev.millrace.cli.platform.PlatformAccess;
import dev.millrace.cli.terminal.Figures;
import dev.millrace.cli.terminal.Table;
import dev.millrace.cli.terminal.Terminal;
import dev.millrace.runtime.ExitCode;
import dev.millrace.runtime.UserError;
import dev.millrace.runtime.kafka.DeadLetter;
import dev.millrace.runtime.kafka.EventProducer;
import dev.millrace.runtime.kafka.KafkaClients;
import dev.millrace.schemas.Topic;
import dev.millrace.schemas.Topics;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code millrace dlq}: records that could not be processed, and sending them through again. */
@Command(name = "dlq", description = "Lists and replays records that could not be processed.")
public final class DlqCommand implements Runnable {
    private static final Duration WAIT = Duration.ofMillis(200);

    private final Terminal terminal;

    @Spec
    private @Nullable CommandSpec spec;

    public DlqCommand(Terminal terminal) {
        this.terminal = terminal;
    }

    @Override
    public void run() {
        if (spec != null) {
            spec.commandLine().usage(terminal.out());
        }
    }

    @Command(name = "list", description = "Lists the dead letters of one topic, or of all.")
    int list(
            @Mixin PlatformAccess platform,
            @Mixin JsonOption json,
            @Parameters(paramLabel = "TOPIC", arity = "0..1", description = "Such as support.tickets.v1.") @Nullable
                    String topic) {
        List<DeadLetter> letters = read(platform.context().kafka(), topics(topic));
        if (json.chosen()) {
            JsonOption.print(terminal, letters.stream().map(DlqCommand::asJson).toList());
            return ExitCode.OK.code();
        }
        Table table = new Table("dead letter", "from", "service", "cause", "message", "since");
        letters.forEach(letter -> table.row(
                at(
                        letter.record().topic(),
                        letter.record().partition(),
                        letter.record().offset()),
                at(letter.topic(), letter.partition(), letter.offset()),
                letter.service(),
                letter.causeClass().substring(letter.causeClass().lastIndexOf('.') + 1),
                letter.causeMessage(),
                Figures.ago(Instant.ofEpochMilli(letter.record().timestamp()), Instant.now())));
        table.print(terminal, "no dead letters");
        return ExitCode.OK.code();
    }

    @Command(name = "replay", description = "Sends the dead letters of one topic to that topic again.")
    int replay(
            @Mixin PlatformAccess platform,
            @Parameters(paramLabel = "TOPIC", description = "Such as support.tickets.v1.") String topic,
            @Option(
                            names = "--offset",
                            paramLabel = "N",
                            description = "Only the dead letter at this offset of its partition.")
                    @Nullable
                    Long offset,
            @Option(names = "--partition", paramLabel = "N", description = "Only those of this partition.") @Nullable
                    Integer partition) {
        KafkaClients kafka = platform.context().kafka();
        List<DeadLetter> letters = read(kafka, topics(topic)).stream()
                .filter(letter -> offset == null || letter.record().offset() == offset)
                .filter(letter -> partition == null || letter.record().partition() == partition)
                .toList();
        try (EventProducer producer = kafka.producer("cli")) {
            var sent = letters.stream()
                    .map(letter -> producer.sendBytes(letter.replay()))
                    .toList();
            sent.forEach(EventProducer::await);
        }
        terminal.println("%d records sent to %s again; their dead letters stay until retention takes them"
                .formatted(letters.size(), topic));
        return ExitCode.OK.code();
    }

    private static List<Topic<?>> topics(@Nullable String name) {
        if (name == null) {
            return Topics.all().stream().filter(Topic::deadLetters).toList();
        }
        Topic<?> topic = Topics.named(name.endsWith(".dlq") ? name.substring(0, name.length() - 4) : name)
                .filter(Topic::deadLetters)
                .orElseThrow(() -> new UserError(
                        ExitCode.NOT_FOUND,
                        "there are no dead letters of '%s'; 'millrace status' lists the topics".formatted(name)));
        return List.of(topic);
    }

    private static List<DeadLetter> read(KafkaClients kafka, List<Topic<?>> topics) {
        List<DeadLetter> letters = new ArrayList<>();
        try (Consumer<byte[], byte[]> consumer = kafka.bytesReader()) {
            List<TopicPartition> partitions = topics.stream()
                    .flatMap(topic -> consumer.partitionsFor(topic.deadLetterName()).stream())
                    .map(info -> new TopicPartition(info.topic(), info.partition()))
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            while (ends.entrySet().stream().anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(WAIT)) {
                    letters.add(DeadLetter.read(record));
                }
            }
        }
        return letters;
    }

    private static String at(String topic, int partition, long offset) {
        return topic + "/" + partition + "@" + offset;
    }

    private static Map<String, Object> asJson(DeadLetter letter) {
        Map<String, Object> json = new LinkedHashMap<>();
        json.put("topic", letter.topic());
        json.put("partition", letter.partition());
        json.put("offset", letter.offset());
        json.put("deadLetterPartition", letter.record().partition());
        json.put("deadLetterOffset", letter.record().offset());
        json.put("service", letter.service());
        json.put("cause", letter.causeClass());
        json.put("message", letter.causeMessage());
        return json;
    }
}

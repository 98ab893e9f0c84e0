package dev.millrace.cli.demo;

import dev.millrace.curation.rules.FinalVerdicts;
import dev.millrace.runtime.kafka.Event;
import dev.millrace.runtime.kafka.KafkaClients;
import dev.millrace.runtime.kafka.TopicReader;
import dev.millrace.schemas.Topic;
import dev.millrace.schemas.Topics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;

/**
 * What has come through the topics of a domain so far. {@link #poll()} takes in what is new. For one thread; the caller
 * closes it.
 */
final class Flow implements AutoCloseable {
    private static final Duration WAIT = Duration.ofMillis(15);

    private final KafkaClients kafka;
    private final String domain;
    private final List<TopicReader<?>> readers = new ArrayList<>();
    private final List<Runnable> polls = new ArrayList<>();
    private final Set<String> conversations = new HashSet<>();
    private final FinalVerdicts verdicts = new FinalVerdicts();
    private final Course course = new Course();

    Flow(KafkaClients kafka, String domain) {
        this.kafka = kafka;
        this.domain = domain;
        follow(Topics.CONVERSATIONS, event -> conversations.add(event.key()));
        follow(Topics.EXAMPLES, event -> verdicts.example(event.key(), event.value()));
        follow(Topics.REJECTIONS, event -> ifPresent(event, value -> verdicts.rejection(event.key(), value)));
        List.of(Topics.SNAPSHOTS, Topics.JOB_STATES, Topics.PROGRESS, Topics.CANDIDATES, Topics.REPORTS, Topics.READY)
                .forEach(topic -> follow(topic, event -> ifPresent(event, course::add)));
    }

    private <V extends SpecificRecord> void follow(Topic<V> topic, Consumer<Event<V>> sink) {
        TopicReader<V> reader = kafka.reader(topic);
        readers.add(reader);
        polls.add(() -> reader.poll(WAIT, event -> {
            if (event.key().equals(domain) || event.key().startsWith(domain + "/")) {
                sink.accept(event);
            }
        }));
    }

    private static <V> void ifPresent(Event<V> event, Consumer<V> sink) {
        V value = event.value();
        if (value != null) {
            sink.accept(value);
        }
    }

    /** Takes in what is new. */
    void poll() {
        polls.forEach(Runnable::run);
    }

    int conversations() {
        return conversations.size();
    }

    int accepted() {
        return verdicts.accepted().size();
    }

    Map<String, Long> rejected() {
        return verdicts.rejectedByReason();
    }

    /** What has become of the snapshot that is followed. */
    Course course() {
        return course;
    }

    @Override
    public void close() {
        readers.forEach(TopicReader::close);
    }
}

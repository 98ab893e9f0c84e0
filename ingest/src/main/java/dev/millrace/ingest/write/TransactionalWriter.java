package dev.millrace.ingest.write;

import dev.millrace.runtime.kafka.EventProducer;
import dev.millrace.runtime.privacy.ErasedSubjects;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * Writes each list of events in a Kafka transaction of its own: readers see all of them or none. Whichever way events come in,
 * they come through here; those of people who asked to be forgotten go no further, and are counted.
 *
 * <p>After a failure the producer is thrown away, and the next call opens another of the same transactional id, which ends
 * what the last one left open. One exception to "none" remains: when the broker goes away while it commits, the commit may
 * still have happened; event ids make writing the same again safe.
 *
 * <p>Not thread-safe. The caller closes it.
 */
public final class TransactionalWriter implements AutoCloseable {
    private final Supplier<EventProducer> producers;
    private final ErasedSubjects erased;
    private final MeterRegistry metrics;
    private @Nullable EventProducer producer;

    /**
     * @param producers opens a producer with a transactional id, always the same
     * @param erased the suppression list; somebody else keeps it current
     */
    public TransactionalWriter(Supplier<EventProducer> producers, ErasedSubjects erased, MeterRegistry metrics) {
        this.producers = producers;
        this.erased = erased;
        this.metrics = metrics;
    }

    /** Connects to the broker and ends what an earlier writer of this identity left open; does nothing when open. */
    public EventProducer open() throws WriteFailedException {
        EventProducer open = producer;
        if (open != null) {
            return open;
        }
        try {
            open = producers.get();
            producer = open;
            return open;
        } catch (KafkaException e) {
            throw new WriteFailedException("Kafka cannot be reached: " + e.getMessage(), e);
        }
    }

    /**
     * Writes all events but those of erased people, acknowledged by all in-sync replicas.
     *
     * @return how many were suppressed
     */
    public int write(List<? extends Outgoing<?>> events) throws WriteFailedException {
        Split split = Split.of(events, erased);
        if (!split.written().isEmpty()) {
            transaction(split.written(), producer -> {});
        }
        return count(split);
    }

    /**
     * The same with further work in the transaction, which there is in any case.
     *
     * @param rest sends what belongs to the events, such as the offsets of what they were made of
     */
    public int write(List<? extends Outgoing<?>> events, Consumer<EventProducer> rest) throws WriteFailedException {
        Split split = Split.of(events, erased);
        transaction(split.written(), rest);
        return count(split);
    }

    private record Split(List<Outgoing<?>> written, List<Outgoing<?>> suppressed) {

        static Split of(List<? extends Outgoing<?>> events, ErasedSubjects erased) {
            Map<Boolean, List<Outgoing<?>>> bySuppression =
                    events.stream().collect(Collectors.partitioningBy(event -> event.isOf(erased)));
            return new Split(bySuppression.get(false), bySuppression.get(true));
        }
    }

    private void transaction(List<Outgoing<?>> events, Consumer<EventProducer> rest) throws WriteFailedException {
        EventProducer open = open();
        try {
            open.transaction(() -> {
                events.forEach(event -> event.sendBy(open));
                rest.accept(open);
            });
        } catch (KafkaException | IllegalStateException e) {
            close();
            throw new WriteFailedException("Kafka did not take " + events.size() + " events: " + e.getMessage(), e);
        }
    }

    private int count(Split split) {
        count("millrace.ingest.events", split.written());
        count("millrace.ingest.suppressed", split.suppressed());
        return split.suppressed().size();
    }

    private void count(String name, List<Outgoing<?>> events) {
        events.stream()
                .collect(Collectors.groupingBy(event -> event.topic().name(), Collectors.counting()))
                .forEach((topic, count) -> metrics.counter(name, "topic", topic).increment(count));
    }

    @Override
    public void close() {
        if (producer != null) {
            producer.close();
            producer = null;
        }
    }
}

package dev.millrace.ingest.write;

import dev.millrace.runtime.kafka.EventProducer;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/**
 * Writes each list of events in a Kafka transaction of its own: readers see all of them or none.
 *
 * <p>After a failure the producer is thrown away, and the next call opens another of the same transactional id, which ends
 * what the last one left open. One exception to "none" remains: when the broker goes away while it commits, the commit may
 * still have happened; event ids make writing the same again safe.
 *
 * <p>Not thread-safe. The caller closes it.
 */
public final class TransactionalWriter implements AutoCloseable {
    private final Supplier<EventProducer> producers;
    private @Nullable EventProducer producer;

    /** @param producers opens a producer with a transactional id, always the same */
    public TransactionalWriter(Supplier<EventProducer> producers) {
        this.producers = producers;
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

    /** Writes all events, acknowledged by all in-sync replicas. */
    public void write(List<? extends Outgoing<?>> events) throws WriteFailedException {
        write(events, producer -> {});
    }

    /**
     * The same with further work in the transaction.
     *
     * @param rest sends what belongs to the events, such as the offsets of what they were made of
     */
    public void write(List<? extends Outgoing<?>> events, Consumer<EventProducer> rest) throws WriteFailedException {
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

    @Override
    public void close() {
        if (producer != null) {
            producer.close();
            producer = null;
        }
    }
}

package dev.millrace.runtime.kafka;

import io.micrometer.core.instrument.MeterRegistry;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Puts records that cannot be processed into {@code <topic>.dlq}, so that the rest can go on. A service that meets only
 * such records stops: then not the records are wrong. Thread-safe.
 */
public final class DeadLetters implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DeadLetters.class);
    private static final int MOST_IN_A_ROW = 100;

    private final EventProducer producer;
    private final String service;
    private final MeterRegistry metrics;
    private int inARow;

    DeadLetters(EventProducer producer, String service, MeterRegistry metrics) {
        this.producer = producer;
        this.service = service;
        this.metrics = metrics;
    }

    /**
     * Returns when the broker has acknowledged the dead letter, so that the record's offset may be committed.
     *
     * @throws IllegalStateException after 100 records in a row
     */
    public synchronized void publish(ConsumerRecord<byte[], byte[]> poison, Throwable cause) {
        EventProducer.await(producer.sendBytes(DeadLetter.of(poison, service, cause)));
        metrics.counter("millrace.dead.letters", "topic", poison.topic(), "service", service)
                .increment();
        LOG.warn(
                "{}-{} offset {} cannot be processed and is now in {}.dlq: {}",
                poison.topic(),
                poison.partition(),
                poison.offset(),
                poison.topic(),
                cause.toString());
        inARow++;
        if (inARow >= MOST_IN_A_ROW) {
            throw new IllegalStateException(
                    "%s could not process %d records of %s in a row; the last reason was %s. Look at `millrace dlq list`, mend the cause, and replay them"
                            .formatted(service, inARow, poison.topic(), cause));
        }
    }

    /** Tells that a record went well. */
    public synchronized void processed() {
        inARow = 0;
    }

    @Override
    public void close() {
        producer.close();
    }
}

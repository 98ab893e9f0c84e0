package dev.millrace.ingest.topic;

import dev.millrace.ingest.write.TransactionalWriter;
import dev.millrace.ingest.write.WriteFailedException;
import dev.millrace.runtime.config.TopicSourceConfig;
import dev.millrace.runtime.kafka.EventProducer;
import dev.millrace.runtime.kafka.Outage;
import dev.millrace.schemas.Topics;
import dev.millrace.schemas.event.ForeignRecord;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.InterruptException;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.errors.WakeupException;
import org.apache.kafka.common.serialization.Deserializer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Reads one topic of another system and writes what its records tell of: events, dead letters and offsets of a batch in one
 * transaction, so that each record counts once. The fence is the consumer group's (KIP-447): who has lost a partition cannot
 * commit for it.
 *
 * <p>While broker or registry are away it tries every second, from the last offset committed. It reads
 * {@code support.foreign.v1} too, for what {@code millrace dlq replay} sends through again. For one thread, except
 * {@link #healthy} and {@link #wakeup}.
 */
final class TopicSource {
    private static final Logger LOG = LoggerFactory.getLogger(TopicSource.class);
    private static final Duration WAIT = Duration.ofMillis(500);
    private static final Duration PATIENCE = Duration.ofSeconds(10);
    private static final long RETRY_MILLIS = 1_000;
    private static final int MOST_IN_A_ROW = 100;

    private final String name;
    private final TopicSourceConfig config;
    private final RecordMapper mapper;
    private final Consumer<byte[], byte[]> consumer;
    private final Deserializer<ForeignRecord> replayed;
    private final TransactionalWriter writer;
    private final TopicMeters meters;
    private final CountDownLatch closing = new CountDownLatch(1);
    private volatile boolean healthy = true;
    private int deadInARow;

    /** What it is made of is closed by whoever made it. */
    TopicSource(
            String name,
            TopicSourceConfig config,
            RecordMapper mapper,
            Consumer<byte[], byte[]> consumer,
            Deserializer<ForeignRecord> replayed,
            TransactionalWriter writer,
            TopicMeters meters) {
        this.name = name;
        this.config = config;
        this.mapper = mapper;
        this.consumer = consumer;
        this.replayed = replayed;
        this.writer = writer;
        this.meters = meters;
    }

    /** Joins the group. */
    void join() {
        consumer.subscribe(List.of(String.valueOf(config.topic()), Topics.FOREIGN.name()));
    }

    /** Whether the last attempt to reach broker and registry succeeded. */
    boolean healthy() {
        return healthy;
    }

    /** Ends a wait in {@link #step}. */
    void wakeup() {
        closing.countDown();
        consumer.wakeup();
    }

    /**
     * One batch, if there is one.
     *
     * @throws IllegalStateException after 100 dead letters with no record between them that could be mapped
     */
    void step() throws InterruptedException {
        try {
            if (!healthy) {
                recover();
            }
            ConsumerRecords<byte[], byte[]> records = consumer.poll(WAIT);
            if (!records.isEmpty()) {
                write(records);
            }
        } catch (WakeupException | InterruptException stopped) {
            throw stopped;
        } catch (WriteFailedException | KafkaException e) {
            unhealthy(e);
        }
    }

    /** Ends the transaction that failed, which may yet have been committed, and goes on where the group stands. */
    private void recover() throws WriteFailedException {
        writer.open();
        Map<TopicPartition, OffsetAndMetadata> committed = consumer.committed(consumer.assignment(), PATIENCE);
        committed.forEach((partition, offset) -> {
            if (offset == null) {
                consumer.seekToBeginning(List.of(partition));
            } else {
                consumer.seek(partition, offset);
            }
        });
        healthy = true;
        LOG.info("topic source {} goes on", name);
    }

    private void unhealthy(Exception e) throws InterruptedException {
        if (healthy) {
            LOG.warn("topic source {} waits: {}; trying again every second", name, e.getMessage());
        }
        healthy = false;
        var unused = closing.await(RETRY_MILLIS, TimeUnit.MILLISECONDS);
    }

    private void write(ConsumerRecords<byte[], byte[]> records) throws WriteFailedException {
        Batch batch = new Batch(mapper);
        for (ConsumerRecord<byte[], byte[]> record : records) {
            own(record).ifPresent(batch::take);
        }
        writer.write(batch.events(), producer -> {
            batch.letters().forEach(letter -> bury(letter, producer));
            producer.sendOffsets(records.nextOffsets(), consumer.groupMetadata());
        });
        count(batch);
    }

    private void bury(Batch.Letter letter, EventProducer producer) {
        producer.sendDeadLetter(
                Topics.FOREIGN,
                ForeignRecords.deadLetter(name, config, letter.record()),
                TopicsService.NAME,
                letter.cause());
    }

    private void count(Batch batch) {
        batch.events().forEach(meters::event);
        batch.letters().forEach(letter -> {
            meters.deadLetter(letter.record().getTopic());
            LOG.warn("topic source {}: {}", name, letter.cause().getMessage());
        });
        for (Outcome outcome : batch.outcomes()) {
            meters.record(outcome);
            deadInARow = outcome == Outcome.DEAD_LETTER ? deadInARow + 1 : outcome == Outcome.MAPPED ? 0 : deadInARow;
            if (deadInARow >= MOST_IN_A_ROW) {
                throw new IllegalStateException(
                        "topic source %s could not map %d records in a row; look at `millrace dlq list %s`, mend topicSources.%s, and replay them"
                                .formatted(name, deadInARow, Topics.FOREIGN.name(), name));
            }
        }
    }

    /** The record of the other system, unless it is one that another source sent through again. */
    private Optional<ForeignRecord> own(ConsumerRecord<byte[], byte[]> record) {
        if (!record.topic().equals(Topics.FOREIGN.name())) {
            return Optional.of(ForeignRecords.of(name, record));
        }
        try {
            return Optional.ofNullable(replayed.deserialize(record.topic(), record.headers(), record.value()))
                    .filter(again -> again.getMapping().equals(name));
        } catch (SerializationException e) {
            if (Outage.isBehind(e)) {
                throw e;
            }
            LOG.warn("skipped {}-{} offset {}: {}", record.topic(), record.partition(), record.offset(), e.toString());
            return Optional.empty();
        }
    }
}

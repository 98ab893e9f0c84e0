package dev.millrace.trainer.queue;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.kafka.clients.consumer.AcknowledgeType;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ShareConsumer;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * This worker's end of the share group: at most one record is in hand, and it stays in hand as long as it is renewed in
 * time (KIP-932, KIP-1222).
 *
 * <p>The queue does not fence: a worker that slept through its lock may find that another holds the record by now. So a
 * lost lock is an answer here and not an error, and the fence is elsewhere. Used by one thread, which closes it.
 */
public final class JobQueue implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(JobQueue.class);
    private static final Duration RETURN = Duration.ofSeconds(5);

    private final Supplier<ShareConsumer<byte[], byte[]>> consumers;
    private final String topic;
    private ShareConsumer<byte[], byte[]> consumer;
    private @Nullable Delivery inHand;

    /** @param consumers makes members with explicit acknowledgement and one record per poll */
    public JobQueue(Supplier<ShareConsumer<byte[], byte[]>> consumers, String topic) {
        this.consumers = consumers;
        this.topic = topic;
        this.consumer = join();
    }

    private ShareConsumer<byte[], byte[]> join() {
        ShareConsumer<byte[], byte[]> member = consumers.get();
        member.subscribe(List.of(topic));
        return member;
    }

    /** The next record, if one comes in time; the one before must have been accepted, released or dropped. */
    public Optional<Delivery> take(Duration patience) {
        if (inHand != null) {
            throw new IllegalStateException("%s is still in hand; accept, release or drop it first".formatted(inHand));
        }
        for (ConsumerRecord<byte[], byte[]> record : consumer.poll(patience)) {
            if (inHand == null) {
                inHand = new Delivery(record);
            } else {
                consumer.acknowledge(record, AcknowledgeType.RELEASE);
            }
        }
        return Optional.ofNullable(inHand);
    }

    /** Whether a record is in hand. */
    public boolean holds() {
        return inHand != null;
    }

    /** Extends the lock on the record in hand; false once it is lost, and then nothing is in hand. */
    public boolean renew() {
        Delivery renewed = held();
        if (commit(renewed, AcknowledgeType.RENEW) && comesBack(renewed)) {
            return true;
        }
        drop();
        return false;
    }

    /** A renewed record comes back from poll: it is the same delivery, not another one. */
    private boolean comesBack(Delivery renewed) {
        long deadline = System.nanoTime() + RETURN.toNanos();
        boolean back = false;
        while (!back && System.nanoTime() < deadline) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                if (renewed.isOf(record)) {
                    inHand = new Delivery(record);
                    back = true;
                } else {
                    consumer.acknowledge(record, AcknowledgeType.RELEASE);
                }
            }
        }
        return back;
    }

    /** The record in hand is done with. */
    public void accept() {
        finish(AcknowledgeType.ACCEPT);
    }

    /** The record in hand is for whoever comes next. */
    public void release() {
        finish(AcknowledgeType.RELEASE);
    }

    private void finish(AcknowledgeType type) {
        if (commit(held(), type)) {
            inHand = null;
        } else {
            drop();
        }
    }

    /**
     * Forgets the record in hand without a word about it, for it belongs to another worker. The group is joined anew,
     * since a member must acknowledge what it was given.
     */
    public void drop() {
        inHand = null;
        consumer.close();
        consumer = join();
    }

    private boolean commit(Delivery delivery, AcknowledgeType type) {
        try {
            consumer.acknowledge(delivery.job(), type);
            Optional<KafkaException> failure = consumer.commitSync().values().stream()
                    .flatMap(Optional::stream)
                    .findFirst();
            failure.ifPresent(e -> log.warn("{} of {} was refused: {}", type, delivery, e.toString()));
            return failure.isEmpty();
        } catch (IllegalStateException e) {
            log.warn("{} of {} is not possible: {}", type, delivery, e.getMessage());
            return false;
        }
    }

    private Delivery held() {
        if (inHand == null) {
            throw new IllegalStateException("no record is in hand; take one first");
        }
        return inHand;
    }

    @Override
    public void close() {
        consumer.close();
    }
}

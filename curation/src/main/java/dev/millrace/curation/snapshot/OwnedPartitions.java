package dev.millrace.curation.snapshot;

import dev.millrace.curation.state.PartitionMark;
import dev.millrace.schemas.Topics;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The partitions of the examples topic that this process owns, and where in them it reads.
 *
 * <p>A partition that comes is read on from where the index is, or from its beginning if that cannot be trusted. For the
 * consumer's thread, except {@link #isJoined}.
 */
final class OwnedPartitions implements ConsumerRebalanceListener {
    private static final Logger LOG = LoggerFactory.getLogger(OwnedPartitions.class);

    /** A partition that was not read for so long is read again from its beginning, or for less where tombstones stay for less. */
    private static final Duration LONGEST_TRUSTED = Duration.ofHours(12);

    private static final Duration TOUCH = Duration.ofMinutes(1);

    private final Consumer<?, ?> consumer;
    private final ExampleIndex index;
    private final CutterThread cutter;
    private final Clock clock;
    private final Duration trusted;
    private final Map<Integer, Partition> owned = new HashMap<>();
    private volatile boolean joined;

    /** A partition, and what was its end when it came. */
    private static final class Partition {
        private final long endWhenAssigned;
        private Instant touched = Instant.EPOCH;

        Partition(long endWhenAssigned) {
            this.endWhenAssigned = endWhenAssigned;
        }
    }

    /** @param tombstones how long they stay: what they took back would stay in an index that missed them */
    OwnedPartitions(
            Consumer<?, ?> consumer, ExampleIndex index, CutterThread cutter, Clock clock, Duration tombstones) {
        Duration half = tombstones.dividedBy(2);
        this.trusted = half.compareTo(LONGEST_TRUSTED) < 0 ? half : LONGEST_TRUSTED;
        this.consumer = consumer;
        this.index = index;
        this.cutter = cutter;
        this.clock = clock;
    }

    /** Whether this process was given its partitions, be they none. */
    boolean isJoined() {
        return joined;
    }

    Set<Integer> numbers() {
        return Set.copyOf(owned.keySet());
    }

    /** Whether a partition can be cut: a cut before everything of the assignment is read would hold a part of it. */
    boolean isCurrent(int partition) {
        Partition state = owned.get(partition);
        return state != null && cutter.isOpen(partition) && position(partition) >= state.endWhenAssigned;
    }

    /** Offset of the next record. */
    long position(int partition) {
        return consumer.position(topicPartition(partition));
    }

    /** Offsets of the next records. */
    Map<Integer, Long> positions() {
        Map<Integer, Long> positions = new HashMap<>();
        owned.keySet().forEach(partition -> positions.put(partition, position(partition)));
        return positions;
    }

    /** The end of a partition now. */
    long end(int partition) {
        TopicPartition topicPartition = topicPartition(partition);
        return consumer.endOffsets(Set.of(topicPartition)).get(topicPartition);
    }

    /** Now and then tells the index that it is still up to date, though nothing comes. */
    void touch() {
        Instant now = clock.instant();
        owned.forEach((partition, state) -> {
            if (state.touched.plus(TOUCH).isBefore(now)) {
                state.touched = now;
                index.touch(partition, position(partition), now);
            }
        });
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
        Map<TopicPartition, Long> ends = consumer.endOffsets(assigned);
        assigned.forEach(partition -> take(partition, ends.get(partition)));
        joined = true;
    }

    private void take(TopicPartition topicPartition, long end) {
        int partition = topicPartition.partition();
        Optional<PartitionMark> mark = index.partition(partition).filter(found -> isTrusted(found, end));
        if (mark.isPresent()) {
            consumer.seek(topicPartition, mark.get().getNextOffset());
        } else {
            index.clear(partition);
            consumer.seekToBeginning(Set.of(topicPartition));
        }
        long from = mark.map(PartitionMark::getNextOffset).orElse(0L);
        LOG.info("following {} from {} of {}", topicPartition, from, end);
        owned.put(partition, new Partition(end));
        cutter.open(partition);
    }

    private boolean isTrusted(PartitionMark mark, long end) {
        return mark.getNextOffset() <= end && mark.getReadAt().plus(trusted).isAfter(clock.instant());
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
        revoked.forEach(partition -> {
            owned.remove(partition.partition());
            cutter.release(partition.partition());
        });
    }

    private static TopicPartition topicPartition(int partition) {
        return new TopicPartition(Topics.EXAMPLES.name(), partition);
    }
}

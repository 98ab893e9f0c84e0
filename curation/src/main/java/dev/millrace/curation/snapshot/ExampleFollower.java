package dev.millrace.curation.snapshot;

import dev.millrace.curation.state.CutMark;
import dev.millrace.curation.state.DomainMark;
import dev.millrace.curation.state.PartitionMark;
import dev.millrace.runtime.config.MillraceConfig;
import dev.millrace.runtime.kafka.Event;
import dev.millrace.runtime.kafka.EventConsumer;
import dev.millrace.schemas.Keys;
import dev.millrace.schemas.Topics;
import dev.millrace.schemas.event.Example;
import dev.millrace.schemas.event.PartitionOffset;
import dev.millrace.schemas.event.Snapshot;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.common.TopicPartition;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the examples topic into the index, and has snapshots cut when a domain is due or somebody asks.
 *
 * <p>The offsets in the index are the ones that count; those of the group only show the lag. {@link #step} and the
 * rebalance callbacks run in one thread, {@link #demand} in any.
 */
final class ExampleFollower implements ConsumerRebalanceListener {
    private static final Logger LOG = LoggerFactory.getLogger(ExampleFollower.class);

    /**
     * A partition that was not read for longer is read again from its beginning: tombstones may be gone after
     * delete.retention.ms, 24 hours, and what they took back would stay in the index.
     */
    private static final Duration TRUSTED = Duration.ofHours(12);

    private static final Duration TOUCH = Duration.ofMinutes(1);

    private final MillraceConfig config;
    private final EventConsumer<Example> consumer;
    private final ExampleIndex index;
    private final CutterThread cutter;
    private final PublishedSnapshots published;
    private final SnapshotMetrics metrics;
    private final Clock clock;
    private final int partitions;

    private final Map<Integer, Partition> owned = new HashMap<>();
    private final Map<String, Instant> lastChange = new HashMap<>();
    private final Queue<Demand> incoming = new ConcurrentLinkedQueue<>();
    private final List<Demand> waiting = new ArrayList<>();
    private volatile boolean joined;

    /** A partition that this process owns, and what was its end when it came. */
    private static final class Partition {
        private final long endWhenAssigned;
        private Instant touched = Instant.EPOCH;

        Partition(long endWhenAssigned) {
            this.endWhenAssigned = endWhenAssigned;
        }
    }

    /** A snapshot that somebody asked for; the offset is known once the follower has seen it. */
    private static final class Demand {
        private final String domain;
        private final CompletableFuture<CutResult> result = new CompletableFuture<>();
        private long after = -1;

        Demand(String domain) {
            this.domain = domain;
        }
    }

    ExampleFollower(
            MillraceConfig config,
            EventConsumer<Example> consumer,
            int partitions,
            ExampleIndex index,
            CutterThread cutter,
            PublishedSnapshots published,
            SnapshotMetrics metrics,
            Clock clock) {
        this.config = config;
        this.consumer = consumer;
        this.partitions = partitions;
        this.index = index;
        this.cutter = cutter;
        this.published = published;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** Whether it is a member of the group and its partitions are taken over. */
    boolean ready() {
        return joined;
    }

    /**
     * Asks for a snapshot of all examples that are on the topic now.
     *
     * @return fails with a {@link NoSnapshotException} if none can be cut here
     */
    CompletableFuture<CutResult> demand(String domain) {
        Demand demand = new Demand(domain);
        incoming.add(demand);
        return demand.result;
    }

    /** One round: read, keep, look for what is due. */
    void step() {
        if (cutter.isFenced()) {
            throw new IllegalStateException("another snapshotter owns a partition of this one; starting over");
        }
        follow(consumer.poll(config.snapshots().pollInterval()));
        answerDemands();
        owned.forEach((partition, state) -> {
            if (isCurrent(partition, state)) {
                index.domains(partition).forEach(domain -> cutIfDue(partition, domain));
            }
        });
    }

    private void follow(List<Event<Example>> events) {
        Instant now = clock.instant();
        if (!events.isEmpty()) {
            Map<Integer, Long> positions = new HashMap<>();
            owned.keySet().forEach(partition -> positions.put(partition, position(partition)));
            index.apply(events, positions, now);
            events.forEach(event -> lastChange.put(Keys.domainOf(event.key()), now));
            consumer.client().commitAsync();
        }
        owned.forEach((partition, state) -> {
            if (state.touched.plus(TOUCH).isBefore(now)) {
                state.touched = now;
                index.touch(partition, position(partition), now);
            }
        });
    }

    private long position(int partition) {
        return consumer.client().position(topicPartition(partition));
    }

    /** Cuts wait until what was there at the assignment is read, or they would hold a part of it. */
    private boolean isCurrent(int partition, Partition state) {
        return cutter.isOpen(partition) && position(partition) >= state.endWhenAssigned;
    }

    private void cutIfDue(int partition, String domain) {
        DomainMark mark = index.domain(domain).orElseThrow();
        metrics.examples(domain, mark.getExamples());
        if (cutter.isBusy(domain)) {
            return;
        }
        Instant now = clock.instant();
        String policy = config.domain(domain).policy().hash();
        boolean policyChanged = published
                .latest(domain)
                .map(Snapshot::getPolicyHash)
                .map(hash -> !hash.equals(policy))
                .orElse(false);
        Duration quiet = Duration.between(lastChange.getOrDefault(domain, Instant.EPOCH), now);
        Due.of(config.domain(domain).triggers(), mark, index.cut(domain), policyChanged, quiet, now)
                .ifPresent(due -> cut(partition, domain, mark, due, new CompletableFuture<>()));
    }

    private void cut(int partition, String domain, DomainMark mark, Due due, CompletableFuture<CutResult> done) {
        CutRequest request = new CutRequest(
                domain,
                partition,
                index.view(domain),
                new CutMark(mark.getChanges(), clock.instant()),
                new PartitionOffset(Topics.EXAMPLES.name(), partition, position(partition)),
                due);
        cutter.submit(request, done);
    }

    private void answerDemands() {
        for (Demand demand = incoming.poll(); demand != null; demand = incoming.poll()) {
            waiting.add(demand);
        }
        for (Iterator<Demand> demands = waiting.iterator(); demands.hasNext(); ) {
            if (answer(demands.next())) {
                demands.remove();
            }
        }
    }

    private boolean answer(Demand demand) {
        int partition = Topics.EXAMPLES.partitioning().partition(demand.domain, partitions);
        if (!owned.containsKey(partition)) {
            demand.result.completeExceptionally(NoSnapshotException.notOwned(demand.domain));
            return true;
        }
        if (demand.after < 0) {
            demand.after = end(topicPartition(partition));
        }
        if (!cutter.isOpen(partition) || position(partition) < demand.after) {
            return false;
        }
        Optional<DomainMark> mark = index.domain(demand.domain).filter(found -> found.getExamples() > 0);
        if (mark.isEmpty()) {
            demand.result.completeExceptionally(NoSnapshotException.noExamples(demand.domain));
        } else {
            cut(partition, demand.domain, mark.get(), Due.demand(), demand.result);
        }
        return true;
    }

    private long end(TopicPartition partition) {
        return consumer.client().endOffsets(Set.of(partition)).get(partition);
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> assigned) {
        Map<TopicPartition, Long> ends = consumer.client().endOffsets(assigned);
        assigned.forEach(partition -> take(partition, ends.get(partition)));
        joined = true;
    }

    private void take(TopicPartition topicPartition, long end) {
        int partition = topicPartition.partition();
        Optional<PartitionMark> mark = index.partition(partition).filter(found -> isTrusted(found, end));
        if (mark.isPresent()) {
            consumer.client().seek(topicPartition, mark.get().getNextOffset());
        } else {
            index.clear(partition);
            consumer.client().seekToBeginning(Set.of(topicPartition));
        }
        LOG.info(
                "following {} from {} of {}",
                topicPartition,
                mark.map(PartitionMark::getNextOffset).orElse(0L),
                end);
        owned.put(partition, new Partition(end));
        cutter.open(partition);
    }

    private boolean isTrusted(PartitionMark mark, long end) {
        return mark.getNextOffset() <= end && mark.getReadAt().plus(TRUSTED).isAfter(clock.instant());
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> revoked) {
        Set<Integer> gone = new HashSet<>();
        revoked.forEach(partition -> gone.add(partition.partition()));
        owned.keySet().removeAll(gone);
        gone.forEach(cutter::release);
    }

    private static TopicPartition topicPartition(int partition) {
        return new TopicPartition(Topics.EXAMPLES.name(), partition);
    }
}

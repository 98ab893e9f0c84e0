package dev.millrace.curation.snapshot;

import dev.millrace.curation.snapshot.Demands.Demand;
import dev.millrace.curation.state.CutMark;
import dev.millrace.curation.state.DomainMark;
import dev.millrace.runtime.config.DomainConfig;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/**
 * Follows the examples topic into the index, and has snapshots cut when a domain is due or somebody asks.
 *
 * <p>The offsets in the index are the ones that count; those of the group only show the lag. {@link #step} runs in one
 * thread, {@link #demand} in any.
 */
final class ExampleFollower {
    private final MillraceConfig config;
    private final EventConsumer<Example> consumer;
    private final int partitions;
    private final OwnedPartitions owned;
    private final ExampleIndex index;
    private final CutterThread cutter;
    private final PublishedSnapshots published;
    private final DueErasures erasures;
    private final SnapshotMetrics metrics;
    private final Clock clock;
    private final Demands demands = new Demands();
    private final CutSettings cutSettings = new CutSettings();
    private final Map<String, Instant> lastChange = new HashMap<>();

    ExampleFollower(
            MillraceConfig config,
            EventConsumer<Example> consumer,
            int partitions,
            OwnedPartitions owned,
            ExampleIndex index,
            CutterThread cutter,
            PublishedSnapshots published,
            DueErasures erasures,
            SnapshotMetrics metrics,
            Clock clock) {
        this.config = config;
        this.consumer = consumer;
        this.partitions = partitions;
        this.owned = owned;
        this.index = index;
        this.cutter = cutter;
        this.published = published;
        this.erasures = erasures;
        this.metrics = metrics;
        this.clock = clock;
    }

    /**
     * Asks for a snapshot of all examples that are on the topic now.
     *
     * @return fails with a {@link NoSnapshotException} if none can be cut here
     */
    CompletableFuture<CutResult> demand(String domain) {
        return demands.add(domain);
    }

    /** One round: read, keep, look for what is due. */
    void step() {
        if (cutter.isFenced()) {
            throw new IllegalStateException("another snapshotter owns a partition of this one; starting over");
        }
        keep(consumer.poll(config.snapshots().pollInterval()));
        owned.touch();
        boolean looked = erasures.refresh();
        demands.answer(this::isAnswered);
        for (int partition : owned.numbers()) {
            if (owned.isCurrent(partition)) {
                if (looked) {
                    erase(partition);
                }
                index.domains(partition).forEach(domain -> cutIfDue(partition, domain));
            }
        }
    }

    private void keep(List<Event<Example>> events) {
        if (events.isEmpty()) {
            return;
        }
        Instant now = clock.instant();
        index.apply(events, owned.positions(), now);
        events.forEach(event -> lastChange.put(Keys.domainOf(event.key()), now));
        consumer.client().commitAsync();
    }

    /** Before any cut: what is cut afterwards replaces what is erased now. */
    private void erase(int partition) {
        erasures.of(partition).forEach((domain, people) -> {
            if (!cutter.isBusy(domain)) {
                DomainMark mark = index.known(domain, clock.instant());
                cutter.submitErasure(request(partition, domain, mark, Due.erasure(people.size())), people);
            }
        });
    }

    private void cutIfDue(int partition, String domain) {
        DomainMark mark = index.domain(domain).orElseThrow();
        metrics.examples(domain, mark.getExamples());
        if (cutter.isBusy(domain)) {
            return;
        }
        Instant now = clock.instant();
        DomainConfig settings = config.domain(domain);
        Duration quiet = Duration.between(lastChange.getOrDefault(domain, Instant.EPOCH), now);
        Optional<CutMark> last = index.cut(domain);
        Due.of(settings.triggers(), mark, last, change(domain, settings, last), quiet, now)
                .ifPresent(due -> cut(partition, domain, mark, due, new CompletableFuture<>()));
    }

    private Due.Change change(String domain, DomainConfig settings, Optional<CutMark> last) {
        Optional<String> used = published.latest(domain).map(Snapshot::getPolicyHash);
        if (used.isPresent() && !used.get().equals(settings.policy().hash())) {
            return Due.Change.POLICY;
        }
        String cutWith = last.map(CutMark::getSettings).orElse("");
        return used.isEmpty() || cutWith.isEmpty() || cutWith.equals(cutSettings.current(settings))
                ? Due.Change.NONE
                : Due.Change.CUT;
    }

    private boolean isAnswered(Demand demand) {
        String domain = demand.domain();
        int partition = Topics.EXAMPLES.partitioning().partition(domain, partitions);
        if (!owned.numbers().contains(partition)) {
            return demand.result().completeExceptionally(NoSnapshotException.notOwned(domain));
        }
        if (demand.isNew()) {
            demand.waitsFor(owned.end(partition));
        }
        if (!owned.isCurrent(partition) || owned.position(partition) < demand.end()) {
            return false;
        }
        Optional<DomainMark> mark = index.domain(domain).filter(found -> found.getExamples() > 0);
        if (mark.isEmpty()) {
            return demand.result().completeExceptionally(NoSnapshotException.noExamples(domain));
        }
        cut(partition, domain, mark.get(), Due.demand(), demand.result());
        return true;
    }

    private void cut(int partition, String domain, DomainMark mark, Due due, CompletableFuture<CutResult> done) {
        cutter.submit(request(partition, domain, mark, due), done);
    }

    private CutRequest request(int partition, String domain, DomainMark mark, Due due) {
        return new CutRequest(
                domain,
                partition,
                index.view(domain),
                CutMark.newBuilder()
                        .setChanges(mark.getChanges())
                        .setAt(clock.instant())
                        .setArrived(mark.getArrived())
                        .build(),
                new PartitionOffset(Topics.EXAMPLES.name(), partition, owned.position(partition)),
                due);
    }
}

package dev.millrace.evaluator;

import dev.millrace.runtime.kafka.EventProducer;
import dev.millrace.runtime.kafka.TopicTable;
import dev.millrace.runtime.privacy.ErasedArtifacts;
import dev.millrace.schemas.Keys;
import dev.millrace.schemas.Topics;
import dev.millrace.schemas.event.AdapterCandidate;
import dev.millrace.schemas.event.AdapterReady;
import dev.millrace.schemas.event.AdapterRevoked;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Revokes adapters that were trained on an erased snapshot or continued from a revoked one. What is to be revoked follows from the
 * topics alone, so that a crash at any point leaves the rest to the next look, and a candidate that comes late is found as well.
 * For one thread at a time.
 */
final class Revocations {

    private static final Logger LOG = LoggerFactory.getLogger(Revocations.class);

    private final ErasedArtifacts erased;
    private final TopicTable<AdapterCandidate> candidates;
    private final TopicTable<AdapterReady> champions;
    private final Predicate<AdapterCandidate> nameable;
    private final EventProducer producer;
    private final MeterRegistry metrics;
    private final Clock clock;
    private Map<String, AdapterCandidate> affected = Map.of();

    /** @param nameable whether a candidate makes sense; the others are in the dead letters */
    Revocations(
            ErasedArtifacts erased,
            TopicTable<AdapterCandidate> candidates,
            TopicTable<AdapterReady> champions,
            Predicate<AdapterCandidate> nameable,
            EventProducer producer,
            MeterRegistry metrics,
            Clock clock) {
        this.erased = erased;
        this.candidates = candidates;
        this.champions = champions;
        this.nameable = nameable;
        this.producer = producer;
        this.metrics = metrics;
        this.clock = clock;
    }

    /** Learns what was erased, trained and promoted up to now. */
    Revocations refresh() {
        erased.refresh();
        champions.refresh();
        List<AdapterCandidate> all =
                candidates.refresh().values().values().stream().filter(nameable).toList();
        affected = Lineage.descended(all, this::isRoot);
        return this;
    }

    private boolean isRoot(AdapterCandidate candidate) {
        String start = candidate.getStartFromAdapterId();
        return erased.isErased(candidate.getDomain(), candidate.getSnapshotId())
                || (start != null && erased.isRevoked(candidate.getDomain(), start));
    }

    /** Whether an adapter is revoked, or is to be. */
    boolean covers(String domain, String adapterId) {
        return affected.containsKey(Keys.inDomain(domain, adapterId)) || erased.isRevoked(domain, adapterId);
    }

    /** The domain's champion, as long as it may be used. */
    Optional<AdapterReady> champion(String domain) {
        return champions.get(Keys.domain(domain)).filter(ready -> !covers(domain, ready.getAdapterId()));
    }

    /** Revokes what is to be, in the domains of this evaluator: a transaction for each domain. */
    void publish(CandidateQueue queue) {
        Map<String, List<AdapterRevoked>> byDomain = new TreeMap<>();
        affected.values().stream()
                .filter(candidate -> !erased.isRevoked(candidate.getDomain(), candidate.getAdapterId()))
                .map(this::revocation)
                .forEach(revocation -> byDomain.computeIfAbsent(revocation.getDomain(), domain -> new ArrayList<>())
                        .add(revocation));
        Set<String> fallen = fallen();
        fallen.forEach(domain -> byDomain.putIfAbsent(domain, List.of()));
        byDomain.keySet().removeIf(domain -> !queue.owns(domain));
        byDomain.forEach((domain, revocations) -> publish(queue, domain, revocations, fallen.contains(domain)));
    }

    /** The domains whose champion may not be used. */
    private Set<String> fallen() {
        return champions.values().values().stream()
                .map(AdapterReady::getDomain)
                .filter(domain -> champion(domain).isEmpty())
                .collect(Collectors.toSet());
    }

    private AdapterRevoked revocation(AdapterCandidate candidate) {
        return AdapterRevoked.newBuilder()
                .setDomain(candidate.getDomain())
                .setAdapterId(candidate.getAdapterId())
                .setReason(ErasedArtifacts.REASON)
                .setRevokedAt(clock.instant())
                .build();
    }

    /**
     * The offsets are where they were: they are sent so that Kafka refuses the transaction if the domain is another evaluator's by
     * now.
     */
    private void publish(CandidateQueue queue, String domain, Collection<AdapterRevoked> revocations, boolean fallen) {
        try {
            producer.transaction(() -> {
                revocations.forEach(revocation -> producer.send(Topics.REVOKED, key(revocation), revocation));
                if (fallen) {
                    producer.send(Topics.READY, Keys.domain(domain), null);
                }
                producer.sendOffsets(queue.positions(), queue.membership());
            });
        } catch (CommitFailedException e) {
            LOG.warn("the group was rebalanced; whoever owns {} now revokes its adapters", domain);
            return;
        }
        revocations.forEach(this::awaitVisible);
        if (fallen) {
            LOG.warn("{} has no champion any more: it was revoked", domain);
        }
    }

    private static String key(AdapterRevoked revocation) {
        return Keys.inDomain(revocation.getDomain(), revocation.getAdapterId());
    }

    /** Or else the next look would revoke it again. */
    private void awaitVisible(AdapterRevoked revocation) {
        erased.refreshUntilRevoked(revocation.getDomain(), revocation.getAdapterId());
        LOG.info("{} is revoked: {}", key(revocation), revocation.getReason());
        metrics.counter("millrace.revocations", "reason", revocation.getReason())
                .increment();
    }
}

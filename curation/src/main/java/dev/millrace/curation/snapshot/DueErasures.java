package dev.millrace.curation.snapshot;

import dev.millrace.runtime.kafka.Outage;
import dev.millrace.runtime.privacy.ErasedSubjects;
import dev.millrace.schemas.Topics;
import dev.millrace.schemas.event.ErasureRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Which people are still to be erased from the snapshots of which domain. For the follower's thread. */
final class DueErasures {
    private static final Logger LOG = LoggerFactory.getLogger(DueErasures.class);
    /** How often it is looked whether somebody asked to be forgotten. */
    private static final Duration GLANCE = Duration.ofSeconds(1);

    private final ErasedSubjects erased;
    private final ExampleIndex index;
    private final PublishedSnapshots published;
    private final int partitions;
    private final Clock clock;
    /** What the index was found to have as done, so that it is not asked again and again. */
    private final Set<String> done = new HashSet<>();

    /** By partition, the version of the list that nothing was left to do of. */
    private final Map<Integer, Long> nothingDueAt = new HashMap<>();

    private Instant glance = Instant.EPOCH;

    DueErasures(ErasedSubjects erased, ExampleIndex index, PublishedSnapshots published, int partitions, Clock clock) {
        this.erased = erased;
        this.index = index;
        this.published = published;
        this.partitions = partitions;
        this.clock = clock;
    }

    /** Learns of new requests, once a second at most; false where it did not look. */
    boolean refresh() {
        Instant now = clock.instant();
        if (now.isBefore(glance)) {
            return false;
        }
        try {
            erased.refresh();
        } catch (KafkaException e) {
            if (!Outage.isBehind(e)) {
                throw e;
            }
            LOG.warn("cannot see now whether anybody is to be forgotten: {}", e.toString());
            return false;
        }
        glance = now.plus(GLANCE);
        return true;
    }

    /** By domain; domains that have examples or snapshots count. */
    Map<String, List<ErasureRequest>> of(int partition) {
        long version = erased.version();
        if (Long.valueOf(version).equals(nothingDueAt.get(partition))) {
            return Map.of();
        }
        Set<String> domains = new TreeSet<>(index.domains(partition));
        published.domains().stream()
                .filter(domain -> Topics.EXAMPLES.partitioning().partition(domain, partitions) == partition)
                .forEach(domains::add);
        Map<String, List<ErasureRequest>> due = new TreeMap<>();
        for (String domain : domains) {
            List<ErasureRequest> people = erased.requests().stream()
                    .filter(request -> ErasedSubjects.holdsFor(request, domain))
                    .filter(request -> !isDone(domain, request))
                    .toList();
            if (!people.isEmpty()) {
                due.put(domain, people);
            }
        }
        if (due.isEmpty()) {
            nothingDueAt.put(partition, version);
        }
        return due;
    }

    private boolean isDone(String domain, ErasureRequest request) {
        String key = domain + " " + request.getDomain() + "/" + request.getSubject() + " " + request.getRequestId();
        if (!done.contains(key) && index.isErased(domain, request)) {
            done.add(key);
        }
        return done.contains(key);
    }
}

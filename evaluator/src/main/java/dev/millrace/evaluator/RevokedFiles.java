package dev.millrace.evaluator;

import dev.millrace.runtime.artifacts.ArtifactStore;
import dev.millrace.runtime.config.PrivacyConfig;
import dev.millrace.runtime.privacy.ErasedSubjects;
import dev.millrace.schemas.event.AdapterRevoked;
import dev.millrace.schemas.event.ErasureRequest;
import java.io.IOException;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Deletes what is left of revoked adapters: the report, which quotes the holdout, at once; the weights once their domain has another
 * champion, or in time for the deadline of the erasure, whichever comes first. For one thread.
 */
final class RevokedFiles {

    private static final Logger LOG = LoggerFactory.getLogger(RevokedFiles.class);

    private final ArtifactStore artifacts;
    private final Supplier<Collection<ErasureRequest>> requests;
    private final PrivacyConfig privacy;
    private final Clock clock;
    private final Set<String> deleted = new HashSet<>();

    /** @param requests every erasure that was asked for, as it stands when it is asked */
    RevokedFiles(
            ArtifactStore artifacts,
            Supplier<Collection<ErasureRequest>> requests,
            PrivacyConfig privacy,
            Clock clock) {
        this.artifacts = artifacts;
        this.requests = requests;
        this.privacy = privacy;
        this.clock = clock;
    }

    /**
     * Deletes what is due. What cannot be deleted now is tried again at the next call.
     *
     * @param hasChampion whether a domain has one that was not revoked
     */
    void delete(Collection<AdapterRevoked> revoked, Predicate<String> hasChampion) {
        revoked.forEach(adapter -> delete("reports", adapter));
        List<AdapterRevoked> kept = revoked.stream()
                .filter(adapter -> !deleted.contains(path("adapters", adapter)))
                .toList();
        if (!kept.isEmpty()) {
            Collection<ErasureRequest> asked = requests.get();
            kept.stream()
                    .filter(adapter -> hasChampion.test(adapter.getDomain())
                            || !clock.instant().isBefore(due(adapter, asked)))
                    .forEach(adapter -> delete("adapters", adapter));
        }
    }

    /**
     * When the weights must go: in time for the first deadline among the erasures that were under way when the adapter was revoked,
     * for one of them is the reason; at once where every deadline had passed by then. Where no request is known any more, the
     * deadline of the configuration counts from the revocation.
     */
    Instant due(AdapterRevoked adapter, Collection<ErasureRequest> asked) {
        List<Instant> deadlines = asked.stream()
                .filter(request -> ErasedSubjects.holdsFor(request, adapter.getDomain()))
                .filter(request -> !request.getRequestedAt().isAfter(adapter.getRevokedAt()))
                .map(ErasureRequest::getDeadline)
                .sorted()
                .toList();
        if (deadlines.isEmpty()) {
            return inTimeFor(adapter.getRevokedAt().plus(privacy.deadline()));
        }
        return deadlines.stream()
                .filter(adapter.getRevokedAt()::isBefore)
                .findFirst()
                .map(this::inTimeFor)
                .orElse(adapter.getRevokedAt());
    }

    /** So that what searches for what is left finds nothing in time either. */
    private Instant inTimeFor(Instant deadline) {
        return deadline.minus(privacy.cleaning().lag());
    }

    private void delete(String kind, AdapterRevoked adapter) {
        if (deleted.contains(path(kind, adapter))) {
            return;
        }
        try {
            artifacts.delete(artifacts.uri(kind, adapter.getDomain() + "/" + adapter.getAdapterId()));
            deleted.add(path(kind, adapter));
            LOG.info("{} of a revoked adapter are deleted", path(kind, adapter));
        } catch (IOException e) {
            LOG.warn("{} of a revoked adapter cannot be deleted now: {}", path(kind, adapter), e.toString());
        }
    }

    private static String path(String kind, AdapterRevoked adapter) {
        return kind + "/" + adapter.getDomain() + "/" + adapter.getAdapterId();
    }
}

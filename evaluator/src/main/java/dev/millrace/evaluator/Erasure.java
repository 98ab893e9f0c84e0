package dev.millrace.evaluator;

import dev.millrace.runtime.artifacts.ArtifactStore;
import dev.millrace.runtime.privacy.ErasedArtifacts;
import java.io.IOException;
import java.time.Duration;
import org.apache.kafka.common.KafkaException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The evaluator's part in forgetting a person: adapters are revoked, their files deleted, copies on this machine removed. Between two
 * candidates, on the service's thread; what does not work now is tried again later.
 */
final class Erasure {

    private static final Logger LOG = LoggerFactory.getLogger(Erasure.class);
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private final Revocations revocations;
    private final RevokedFiles files;
    private final ErasedArtifacts erased;
    private final ArtifactStore artifacts;
    private long next = System.nanoTime();

    Erasure(Revocations revocations, RevokedFiles files, ErasedArtifacts erased, ArtifactStore artifacts) {
        this.revocations = revocations;
        this.files = files;
        this.erased = erased;
        this.artifacts = artifacts;
    }

    /** Does what is due, unless it was done a moment ago. */
    void work(CandidateQueue queue) {
        if (System.nanoTime() - next < 0) {
            return;
        }
        if (hasLearnt()) {
            revocations.publish(queue);
            remove(queue);
        }
        next = System.nanoTime() + PAUSE.toNanos();
    }

    private boolean hasLearnt() {
        try {
            revocations.refresh();
            return true;
        } catch (KafkaException e) {
            LOG.warn("cannot see now whether anybody is to be forgotten: {}", e.toString());
            return false;
        }
    }

    private void remove(CandidateQueue queue) {
        try {
            files.delete(
                    erased.revokedAdapters().stream()
                            .filter(adapter -> queue.owns(adapter.getDomain()))
                            .toList(),
                    domain -> revocations.champion(domain).isPresent());
            erased.withdraw(artifacts);
        } catch (IOException e) {
            LOG.warn("cannot remove copies of what was erased now: {}", e.toString());
        }
    }
}

package dev.millrace.runtime.privacy;

import dev.millrace.runtime.artifacts.ArtifactStore;
import dev.millrace.runtime.kafka.KafkaClients;
import dev.millrace.runtime.kafka.TopicTable;
import dev.millrace.schemas.Keys;
import dev.millrace.schemas.Topics;
import dev.millrace.schemas.event.AdapterRevoked;
import dev.millrace.schemas.event.Snapshot;
import dev.millrace.schemas.event.SnapshotState;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;

/**
 * What must not be used any more, as of the last refresh: snapshots whose files were deleted because a person in them asked to
 * be forgotten, and adapters that were revoked. For one thread; whoever made it closes it.
 */
public final class ErasedArtifacts implements AutoCloseable {
    /** Reason code of what is cancelled or revoked because a person asked to be forgotten. */
    public static final String REASON = "erasure";

    private final TopicTable<Snapshot> snapshots;
    private final TopicTable<AdapterRevoked> revoked;

    public ErasedArtifacts(KafkaClients kafka) {
        this.snapshots = kafka.table(Topics.SNAPSHOTS);
        this.revoked = kafka.table(Topics.REVOKED);
    }

    /** Reads to what is the end now. */
    public ErasedArtifacts refresh() {
        snapshots.refresh();
        revoked.refresh();
        return this;
    }

    /** The same until an adapter's revocation, which was just committed, is visible. */
    public void refreshUntilRevoked(String domain, String adapterId) {
        revoked.refreshUntil(Keys.inDomain(domain, adapterId), revocation -> true);
    }

    /** Whether a snapshot's files were deleted. */
    public boolean isErased(String domain, String snapshotId) {
        return snapshots
                .get(Keys.inDomain(domain, snapshotId))
                .filter(snapshot -> snapshot.getState() == SnapshotState.ERASED)
                .isPresent();
    }

    /** Whether an adapter was revoked, for whatever reason. */
    public boolean isRevoked(String domain, String adapterId) {
        return revoked.get(Keys.inDomain(domain, adapterId)).isPresent();
    }

    /** The adapters that were revoked because a person asked to be forgotten. */
    public Collection<AdapterRevoked> revokedAdapters() {
        return revoked.values().values().stream()
                .filter(revocation -> revocation.getReason().equals(REASON))
                .toList();
    }

    /**
     * Removes this machine's copies of all of it, and the reports on such adapters, where the store is a bucket. Where the store
     * is this machine's folder, the adapters are marked, so that they are not used by their folder either; their deletion is the
     * evaluator's business.
     */
    public void withdraw(ArtifactStore store) throws IOException {
        for (Snapshot snapshot : snapshots.values().values()) {
            if (snapshot.getState() == SnapshotState.ERASED) {
                store.dropCopy(store.uri("snapshots", snapshot.getDomain() + "/" + snapshot.getSnapshotId()));
            }
        }
        for (AdapterRevoked revocation : revokedAdapters()) {
            String id = revocation.getDomain() + "/" + revocation.getAdapterId();
            store.dropCopy(store.uri("reports", id));
            if (!store.dropCopy(store.uri("adapters", id))) {
                mark(store.resolve(store.uri("adapters", id)), revocation);
            }
        }
    }

    private static void mark(Path folder, AdapterRevoked revocation) throws IOException {
        if (Files.isDirectory(folder)) {
            RevokedMark.write(folder, revocation);
        }
    }

    @Override
    public void close() {
        snapshots.close();
        revoked.close();
    }
}

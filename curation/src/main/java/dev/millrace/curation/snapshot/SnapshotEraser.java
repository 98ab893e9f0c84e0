package dev.millrace.curation.snapshot;

import dev.millrace.runtime.artifacts.ArtifactStore;
import dev.millrace.runtime.snapshots.DamagedSnapshotException;
import dev.millrace.runtime.snapshots.SnapshotFolder;
import dev.millrace.runtime.snapshots.Split;
import dev.millrace.schemas.event.ErasureRequest;
import dev.millrace.schemas.event.Snapshot;
import dev.millrace.schemas.event.SnapshotState;
import java.io.EOFException;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.CharacterCodingException;
import java.nio.file.NoSuchFileException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.zip.ZipException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Erases the snapshots of a domain that hold people who asked to be forgotten. The event comes first, so that nobody begins to use
 * what is about to go; then every file but the manifest. Broken off, it is done by being asked for again. For the cutter's
 * thread.
 */
final class SnapshotEraser {
    private static final Logger LOG = LoggerFactory.getLogger(SnapshotEraser.class);

    private final ArtifactStore artifacts;
    private final PublishedSnapshots published;

    SnapshotEraser(ArtifactStore artifacts, PublishedSnapshots published) {
        this.artifacts = artifacts;
        this.published = published;
    }

    /** Erases what holds these people. */
    void erase(String domain, Collection<ErasureRequest> people, SnapshotPublisher publisher) throws IOException {
        for (Snapshot snapshot : published.all(domain)) {
            if (snapshot.getState() == SnapshotState.READY) {
                List<String> requests = requestsOf(snapshot, people);
                if (!requests.isEmpty()) {
                    Snapshot erased = Snapshot.newBuilder(snapshot)
                            .setState(SnapshotState.ERASED)
                            .setErasures(requests)
                            .build();
                    publisher.publish(erased);
                    published.add(erased);
                    artifacts.strip(URI.create(snapshot.getUri()), Set.of(SnapshotFiles.MANIFEST));
                    LOG.info("{}: snapshot {} is erased", domain, snapshot.getSnapshotId());
                }
            } else {
                artifacts.strip(URI.create(snapshot.getUri()), Set.of(SnapshotFiles.MANIFEST));
            }
        }
    }

    /**
     * Ids of the requests of those whom a snapshot holds; of all where nobody can tell any more whom it holds. One whose folder is not
     * there at all holds nobody: it may be that only the store is the wrong one.
     */
    private List<String> requestsOf(Snapshot snapshot, Collection<ErasureRequest> people) {
        URI uri = URI.create(snapshot.getUri());
        if (!artifacts.exists(uri)) {
            LOG.warn("{} is not in the artifact store; nobody can be erased from it", uri);
            return List.of();
        }
        try {
            Set<String> subjects = subjects(SnapshotFolder.open(artifacts.resolve(uri)));
            return ids(people.stream()
                    .filter(person -> subjects.contains(person.getSubject()))
                    .toList());
        } catch (DamagedSnapshotException e) {
            if (mayPass(e)) {
                throw e;
            }
            LOG.warn("{}; it is erased, for it may hold whoever asked to be forgotten", e.getMessage());
            return ids(people);
        }
    }

    /** What the disk or the network did not give once may come the next time; then nothing must be destroyed for it. */
    private static boolean mayPass(DamagedSnapshotException e) {
        Throwable cause = e.getCause();
        boolean lasting = cause == null
                || cause instanceof NoSuchFileException
                || cause instanceof EOFException
                || cause instanceof ZipException
                || cause instanceof CharacterCodingException;
        return !lasting;
    }

    private static Set<String> subjects(SnapshotFolder folder) {
        Set<String> subjects = new HashSet<>();
        for (Split split : Split.values()) {
            subjects.addAll(folder.subjects(split));
        }
        return subjects;
    }

    /** Ids of the requests that erased snapshots and whose replacement was not cut yet. */
    List<String> unanswered(String domain, Collection<ErasureRequest> people) {
        return ids(people).stream()
                .filter(request -> isNamed(domain, request, SnapshotState.ERASED))
                .filter(request -> !isNamed(domain, request, SnapshotState.READY))
                .toList();
    }

    private boolean isNamed(String domain, String request, SnapshotState state) {
        return published.all(domain).stream()
                .anyMatch(snapshot ->
                        snapshot.getState() == state && snapshot.getErasures().contains(request));
    }

    private static List<String> ids(Collection<ErasureRequest> people) {
        return people.stream()
                .map(ErasureRequest::getRequestId)
                .distinct()
                .sorted()
                .toList();
    }
}

package dev.millrace.curation.erasure;

import dev.millrace.runtime.artifacts.ArtifactStore;
import dev.millrace.runtime.artifacts.Sha256;
import dev.millrace.runtime.kafka.KafkaClients;
import dev.millrace.runtime.kafka.TopicTable;
import dev.millrace.runtime.privacy.ErasedSubjects;
import dev.millrace.runtime.snapshots.DamagedSnapshotException;
import dev.millrace.runtime.snapshots.SnapshotFolder;
import dev.millrace.runtime.snapshots.Split;
import dev.millrace.schemas.Topic;
import dev.millrace.schemas.Topics;
import dev.millrace.schemas.event.AdapterCandidate;
import dev.millrace.schemas.event.AdapterReady;
import dev.millrace.schemas.event.AdapterRevoked;
import dev.millrace.schemas.event.ErasureRequest;
import dev.millrace.schemas.event.JobState;
import dev.millrace.schemas.event.JobStatus;
import dev.millrace.schemas.event.Snapshot;
import dev.millrace.schemas.event.SnapshotState;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.avro.specific.SpecificRecord;

/**
 * What was made of people's conversations, as the topics tell it now: snapshots, the jobs on them, the adapters from these, and
 * what was continued from those. Not thread-safe.
 */
final class Derived {
    private static final Set<JobStatus> OPEN = EnumSet.of(JobStatus.QUEUED, JobStatus.RUNNING);

    private final List<Snapshot> snapshots;
    private final List<JobState> jobs;
    private final List<AdapterCandidate> candidates;
    private final Set<String> revoked;
    private final Set<String> champions;
    private final Set<String> people;
    private final Map<String, Set<String>> held = new HashMap<>();
    private final ArtifactStore artifacts;
    private final Path checkpoints;

    private Derived(KafkaClients kafka, Set<String> people, ArtifactStore artifacts, Path checkpoints) {
        this.people = people;
        this.snapshots = current(kafka, Topics.SNAPSHOTS);
        this.jobs = current(kafka, Topics.JOB_STATES);
        this.candidates = current(kafka, Topics.CANDIDATES);
        this.revoked = current(kafka, Topics.REVOKED).stream()
                .map(AdapterRevoked::getAdapterId)
                .collect(Collectors.toSet());
        this.champions = current(kafka, Topics.READY).stream()
                .map(AdapterReady::getAdapterId)
                .collect(Collectors.toSet());
        this.artifacts = artifacts;
        this.checkpoints = checkpoints;
    }

    /**
     * Reads the topics.
     *
     * @param people pseudonyms of those whom will be asked about
     * @param checkpoints folder of the checkpoints of this machine's jobs, each in a folder of the job's id
     */
    static Derived read(KafkaClients kafka, Set<String> people, ArtifactStore artifacts, Path checkpoints) {
        return new Derived(kafka, people, artifacts, checkpoints);
    }

    private static <V extends SpecificRecord> List<V> current(KafkaClients kafka, Topic<V> topic) {
        try (TopicTable<V> table = kafka.table(topic)) {
            return List.copyOf(table.refresh().values().values());
        }
    }

    /** Left are snapshots that can be used and hold the person, and files of erased ones. */
    Finding snapshots(ErasureRequest request) throws IOException {
        long touched = 0;
        boolean left = false;
        for (Snapshot snapshot : snapshots) {
            if (!ErasedSubjects.holdsFor(request, snapshot.getDomain())) {
                continue;
            }
            if (snapshot.getState() == SnapshotState.ERASED) {
                touched += snapshot.getErasures().contains(request.getRequestId()) ? 1 : 0;
                left |= hasMoreThanItsManifest(snapshot);
            } else {
                left |= holds(snapshot, request.getSubject());
            }
        }
        return new Finding(left, touched);
    }

    /** In the store itself: a copy that this machine has of it goes first. */
    private boolean hasMoreThanItsManifest(Snapshot snapshot) throws IOException {
        URI uri = URI.create(snapshot.getUri());
        artifacts.dropCopy(uri);
        Path folder = artifacts.resolve(uri);
        return Files.isDirectory(folder) && Sha256.files(folder).size() > 1;
    }

    private boolean holds(Snapshot snapshot, String subject) {
        return held.computeIfAbsent(snapshot.getSnapshotId(), unread -> held(snapshot))
                .contains(subject);
    }

    /** Whom of the people a snapshot holds; everybody where it cannot be read, until the snapshotter has erased it. */
    private Set<String> held(Snapshot snapshot) {
        Set<String> found = new HashSet<>();
        URI uri = URI.create(snapshot.getUri());
        if (!artifacts.exists(uri)) {
            return found;
        }
        try {
            SnapshotFolder folder = SnapshotFolder.open(artifacts.resolve(uri));
            for (Split split : Split.values()) {
                found.addAll(folder.subjects(split));
            }
            found.retainAll(people);
            return found;
        } catch (DamagedSnapshotException e) {
            return people;
        }
    }

    /** Left are jobs on erased snapshots that have not ended, and their checkpoints. */
    Finding jobs(ErasureRequest request) {
        Set<String> erased = erased(request, false);
        Set<String> ofThisRequest = erased(request, true);
        List<JobState> concerned = jobs.stream()
                .filter(job -> erased.contains(job.getSnapshotId()))
                .toList();
        boolean left = concerned.stream()
                .anyMatch(job -> OPEN.contains(job.getStatus()) || Files.exists(checkpoints.resolve(job.getJobId())));
        return new Finding(
                left,
                concerned.stream()
                        .filter(job -> ofThisRequest.contains(job.getSnapshotId()))
                        .count());
    }

    /** Left are adapters of erased snapshots that are not revoked, or may yet come from a job that has not ended. */
    Finding adapters(ErasureRequest request) {
        boolean left = adapters(erased(request, false)).stream()
                .map(AdapterCandidate::getAdapterId)
                .anyMatch(adapter -> !revoked.contains(adapter) || champions.contains(adapter));
        return new Finding(
                left || jobs(request).left(), adapters(erased(request, true)).size());
    }

    /** Left are files and reports of such adapters. */
    Finding adapterFiles(ErasureRequest request) {
        Collection<AdapterCandidate> concerned = adapters(erased(request, false));
        boolean left = concerned.stream()
                .anyMatch(adapter -> artifacts.exists(URI.create(adapter.getUri()))
                        || artifacts.exists(
                                artifacts.uri("reports", adapter.getDomain() + "/" + adapter.getAdapterId())));
        return new Finding(
                left || adapters(request).left(),
                adapters(erased(request, true)).size());
    }

    /** Ids of the erased snapshots where a request holds; of all requests, for who was in one that another erased is not known. */
    private Set<String> erased(ErasureRequest request, boolean forThisOnly) {
        return snapshots.stream()
                .filter(snapshot -> snapshot.getState() == SnapshotState.ERASED)
                .filter(snapshot -> ErasedSubjects.holdsFor(request, snapshot.getDomain()))
                .filter(snapshot -> !forThisOnly || snapshot.getErasures().contains(request.getRequestId()))
                .map(Snapshot::getSnapshotId)
                .collect(Collectors.toSet());
    }

    private List<AdapterCandidate> adapters(Set<String> snapshotIds) {
        Set<String> ids = new HashSet<>();
        while (ids.addAll(candidates.stream()
                .filter(candidate -> snapshotIds.contains(candidate.getSnapshotId())
                        || ids.contains(candidate.getStartFromAdapterId()))
                .map(AdapterCandidate::getAdapterId)
                .toList())) {
            // Until none was continued from one of them.
        }
        return candidates.stream()
                .filter(candidate -> ids.contains(candidate.getAdapterId()))
                .toList();
    }
}

package dev.millrace.cli.demo;

import dev.millrace.schemas.event.AdapterCandidate;
import dev.millrace.schemas.event.AdapterReady;
import dev.millrace.schemas.event.EvaluationReport;
import dev.millrace.schemas.event.JobState;
import dev.millrace.schemas.event.JobStatus;
import dev.millrace.schemas.event.Snapshot;
import dev.millrace.schemas.event.TrainingProgress;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.specific.SpecificRecord;

/**
 * What has become of one snapshot of a domain: the first whose training no newer snapshot has made needless. Which one that
 * is may change while a job waits for a worker. For one thread.
 */
final class Course {
    private static final Set<JobStatus> LOST = Set.of(JobStatus.FAILED, JobStatus.CANCELLED);

    private final Map<String, Snapshot> snapshots = new LinkedHashMap<>();
    private final Map<String, JobState> jobs = new HashMap<>();
    private final Map<String, TrainingProgress> progress = new HashMap<>();
    private final Map<String, AdapterCandidate> candidates = new HashMap<>();
    private final Map<String, EvaluationReport> reports = new HashMap<>();
    private final Map<String, AdapterReady> ready = new HashMap<>();

    /** Takes in one event; other kinds than those that follow from a snapshot change nothing. */
    void add(SpecificRecord event) {
        if (event instanceof Snapshot found) {
            snapshots.put(found.getSnapshotId(), found);
        } else if (event instanceof JobState found) {
            jobs.put(found.getSnapshotId(), found);
        } else if (event instanceof TrainingProgress found) {
            progress.put(found.getJobId(), found);
        } else if (event instanceof AdapterCandidate found) {
            candidates.put(found.getSnapshotId(), found);
        } else if (event instanceof EvaluationReport found) {
            reports.put(found.getSnapshotId(), found);
        } else if (event instanceof AdapterReady found) {
            ready.put(found.getSnapshotId(), found);
        }
    }

    Optional<Snapshot> snapshot() {
        return snapshots.values().stream()
                .filter(found -> !isSuperseded(found.getSnapshotId()))
                .findFirst();
    }

    private boolean isSuperseded(String snapshotId) {
        JobState state = jobs.get(snapshotId);
        return state != null && state.getStatus() == JobStatus.SUPERSEDED;
    }

    Optional<JobState> job() {
        return ofSnapshot(jobs);
    }

    /** The job has ended and nothing came of it. */
    boolean isLost() {
        return job().filter(state -> LOST.contains(state.getStatus())).isPresent();
    }

    Optional<TrainingProgress> progress() {
        return job().map(state -> progress.get(state.getJobId()));
    }

    Optional<AdapterCandidate> candidate() {
        return ofSnapshot(candidates);
    }

    Optional<EvaluationReport> report() {
        return ofSnapshot(reports);
    }

    Optional<AdapterReady> ready() {
        return ofSnapshot(ready);
    }

    private <V> Optional<V> ofSnapshot(Map<String, V> bySnapshot) {
        return snapshot().map(found -> bySnapshot.get(found.getSnapshotId()));
    }
}

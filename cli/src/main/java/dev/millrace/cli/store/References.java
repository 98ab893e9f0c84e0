package dev.millrace.cli.store;

import dev.millrace.schemas.event.AdapterCandidate;
import dev.millrace.schemas.event.AdapterReady;
import dev.millrace.schemas.event.AdapterRevoked;
import dev.millrace.schemas.event.EvaluationReport;
import dev.millrace.schemas.event.JobState;
import dev.millrace.schemas.event.JobStatus;
import dev.millrace.schemas.event.Snapshot;
import dev.millrace.schemas.event.SnapshotState;
import dev.millrace.schemas.event.Verdict;
import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * What the events as they stand refer to.
 *
 * <p>A snapshot that is ready, a candidate and its report are referred to by their events. With {@code refusedToo} a
 * refused candidate and its report count no longer, unless it is in the lineage of a champion: one, or one that a
 * candidate still counted was continued from. A revoked adapter and its report are not kept for the sake of anything.
 */
public record References(
        Collection<Snapshot> snapshots,
        Collection<AdapterCandidate> candidates,
        Collection<EvaluationReport> reports,
        Collection<AdapterReady> champions,
        Collection<AdapterRevoked> revoked,
        Collection<JobState> jobs,
        boolean refusedToo) {

    /** URIs of the artifacts to keep. */
    public Set<String> uris() {
        Set<String> adapters = adapters();
        Set<String> uris = new HashSet<>();
        champions.forEach(ready -> {
            uris.add(ready.getUri());
            uris.add(ready.getReportUri());
        });
        snapshots.stream()
                .filter(snapshot -> snapshot.getState() != SnapshotState.ERASED)
                .forEach(snapshot -> uris.add(snapshot.getUri()));
        candidates.stream()
                .filter(candidate -> adapters.contains(candidate.getAdapterId()))
                .forEach(candidate -> uris.add(candidate.getUri()));
        reports.stream()
                .filter(report -> adapters.contains(report.getAdapterId()))
                .forEach(report -> uris.add(report.getUri()));
        return uris;
    }

    /** Ids of jobs that may still need their checkpoints. */
    public Set<String> openJobs() {
        return jobs.stream()
                .filter(job -> job.getStatus() == JobStatus.QUEUED || job.getStatus() == JobStatus.RUNNING)
                .map(JobState::getJobId)
                .collect(Collectors.toSet());
    }

    private Set<String> adapters() {
        Set<String> refused = refusedToo ? refused() : Set.of();
        Set<String> kept = candidates.stream()
                .map(AdapterCandidate::getAdapterId)
                .filter(id -> !refused.contains(id))
                .collect(Collectors.toCollection(HashSet::new));
        champions.forEach(ready -> kept.add(ready.getAdapterId()));
        while (kept.addAll(parents(kept))) {
            // Until no adapter has a parent that is not kept.
        }
        revoked.forEach(revocation -> kept.remove(revocation.getAdapterId()));
        return kept;
    }

    private Set<String> refused() {
        return reports.stream()
                .filter(report -> report.getVerdict() != Verdict.PROMOTED)
                .map(EvaluationReport::getAdapterId)
                .collect(Collectors.toSet());
    }

    private Set<String> parents(Set<String> kept) {
        Set<String> parents = new HashSet<>();
        for (AdapterCandidate candidate : candidates) {
            String parent = candidate.getStartFromAdapterId();
            if (parent != null && kept.contains(candidate.getAdapterId())) {
                parents.add(parent);
            }
        }
        for (AdapterReady ready : champions) {
            String previous = ready.getPreviousAdapterId();
            if (previous != null) {
                parents.add(previous);
            }
        }
        return parents;
    }
}

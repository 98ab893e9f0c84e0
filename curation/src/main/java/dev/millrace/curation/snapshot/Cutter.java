package dev.millrace.curation.snapshot;

import dev.millrace.curation.state.CutMark;
import dev.millrace.curation.state.PendingCut;
import dev.millrace.runtime.artifacts.ArtifactStore;
import dev.millrace.runtime.artifacts.Sha256;
import dev.millrace.runtime.artifacts.Staged;
import dev.millrace.runtime.config.MillraceConfig;
import dev.millrace.runtime.privacy.ErasedSubjects;
import dev.millrace.schemas.StoreSerde;
import dev.millrace.schemas.event.ErasureRequest;
import dev.millrace.schemas.event.Snapshot;
import dev.millrace.schemas.event.SnapshotState;
import java.io.IOException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Clock;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Makes snapshots: works them out, writes their files, gives the folder its name, publishes the event.
 *
 * <p>Before the folder gets its name the event is kept in the index. So a crash between the two is made good by
 * publishing the same event later, unless another snapshot of the domain has been published since. For one thread.
 */
final class Cutter {
    private static final Logger LOG = LoggerFactory.getLogger(Cutter.class);
    private static final String KIND = "snapshots";
    private static final StoreSerde<Snapshot> EVENTS = new StoreSerde<>(Snapshot.class);

    private final MillraceConfig config;
    private final ArtifactStore artifacts;
    private final ExampleIndex index;
    private final PublishedSnapshots published;
    private final ErasedSubjects erased;
    private final SnapshotEraser eraser;
    private final SnapshotMetrics metrics;
    private final Clock clock;

    Cutter(
            MillraceConfig config,
            ArtifactStore artifacts,
            ExampleIndex index,
            PublishedSnapshots published,
            ErasedSubjects erased,
            SnapshotMetrics metrics,
            Clock clock) {
        this.config = config;
        this.artifacts = artifacts;
        this.index = index;
        this.published = published;
        this.erased = erased;
        this.eraser = new SnapshotEraser(artifacts, published);
        this.metrics = metrics;
        this.clock = clock;
    }

    /** Makes a cut; the same snapshot as the domain's newest one is not published again. */
    CutResult cut(CutRequest request, SnapshotPublisher publisher) throws IOException {
        return cut(request, List.of(), publisher);
    }

    /** Erases the snapshots that hold these people, and cuts one without them in their place if there were any. */
    void erase(CutRequest request, Collection<ErasureRequest> people, SnapshotPublisher publisher) throws IOException {
        String domain = request.domain();
        eraser.erase(domain, people, publisher);
        List<String> unanswered = eraser.unanswered(domain, people);
        if (!unanswered.isEmpty()) {
            try {
                cut(request, unanswered, publisher);
            } catch (NoSnapshotException e) {
                LOG.info("{}: no snapshot comes in the place of those erased: {}", domain, e.getMessage());
            }
        }
        index.erased(domain, people);
    }

    private CutResult cut(CutRequest request, List<String> erasures, SnapshotPublisher publisher) throws IOException {
        String domain = request.domain();
        ExampleSet examples = new WithoutErased(request.view(), erased.now());
        Cut cut = Cut.of(domain, examples, config.domain(domain));
        request.mark().setSnapshot(cut.made().profile().counts());
        request.mark().setSettings(cut.settings());
        Optional<Snapshot> latest = published.latest(domain);
        if (latest.isPresent() && isSame(latest.get(), cut)) {
            return unchanged(request, latest.get(), erasures, publisher);
        }
        removeErased(domain, cut.id());
        Snapshot event;
        try (Staged staged = artifacts.stage(KIND, domain + "/" + cut.id())) {
            String manifest = new SnapshotFiles(staged.directory(), cut).write(examples);
            event = event(request, cut, manifest, erasures);
            index.begin(domain, new PendingCut(ByteBuffer.wrap(encoded(event)), request.mark()));
            staged.commit();
        }
        return publish(event, request.mark(), publisher);
    }

    /** A snapshot that never held whoever was erased answers the request as it is, and is said again for that. */
    private CutResult unchanged(
            CutRequest request, Snapshot latest, List<String> erasures, SnapshotPublisher publisher) {
        Snapshot answer = latest;
        if (!erasures.isEmpty()) {
            answer = Snapshot.newBuilder(latest)
                    .setTrigger(request.due().trigger())
                    .setTriggerDetail(request.due().detail())
                    .setErasures(erasures)
                    .setCreatedAt(clock.instant())
                    .build();
            publisher.publish(answer);
            published.add(answer);
        }
        index.finish(request.domain(), request.mark());
        metrics.unchanged(request.domain(), request.due().trigger());
        LOG.info("{}: nothing new since snapshot {}", request.domain(), latest.getSnapshotId());
        return new CutResult(answer, true);
    }

    /** What is left of a snapshot that was erased for its damage must not pass for one that is cut again. */
    private void removeErased(String domain, String id) throws IOException {
        boolean erasedBefore = published.all(domain).stream()
                .anyMatch(known -> known.getSnapshotId().equals(id) && known.getState() == SnapshotState.ERASED);
        if (erasedBefore) {
            artifacts.delete(artifacts.uri(KIND, domain + "/" + id));
        }
    }

    private static boolean isSame(Snapshot latest, Cut cut) {
        return latest.getSnapshotId().equals(cut.id()) && latest.getState() == SnapshotState.READY;
    }

    private Snapshot event(CutRequest request, Cut cut, String manifestSha256, List<String> erasures) {
        Optional<Snapshot> latest = published.latest(cut.domain());
        return Snapshot.newBuilder()
                .setSnapshotId(cut.id())
                .setDomain(cut.domain())
                .setSequence(latest.map(Snapshot::getSequence).orElse(0L) + 1)
                .setParentId(latest.map(Snapshot::getSnapshotId).orElse(null))
                .setTrigger(request.due().trigger())
                .setTriggerDetail(request.due().detail())
                .setUri(artifacts.uri(KIND, cut.domain() + "/" + cut.id()).toString())
                .setSha256(manifestSha256)
                .setAsOf(cut.selection().asOf())
                .setCreatedAt(clock.instant())
                .setCounts(cut.counts())
                .setComposition(cut.made().counts())
                .setOffsets(List.of(request.offset()))
                .setPolicyHash(cut.policyHash())
                .setSubjectsKnown(cut.made().subjectsKnown())
                .setState(SnapshotState.READY)
                .setErasures(erasures)
                .setSources(cut.origins().sources())
                .setJudgedOtherwise(cut.origins().judgedOtherwise())
                .build();
    }

    /** Makes good what a crash left undone in a domain. */
    void recover(String domain, SnapshotPublisher publisher) throws IOException {
        Optional<PendingCut> found = index.pending(domain);
        if (found.isEmpty()) {
            return;
        }
        PendingCut pending = found.get();
        Snapshot event = decoded(pending.getEvent());
        Optional<Snapshot> latest = published.latest(domain);
        String latestId = latest.map(Snapshot::getSnapshotId).orElse(null);
        if (event.getSnapshotId().equals(latestId)) {
            index.finish(domain, pending.getMark());
        } else if (java.util.Objects.equals(event.getParentId(), latestId)
                && artifacts.exists(URI.create(event.getUri()))) {
            LOG.info("{}: publishing snapshot {}, which a crash kept back", domain, event.getSnapshotId());
            publish(event, pending.getMark(), publisher);
        } else {
            removeUnpublished(domain, event);
            index.abandon(domain);
        }
    }

    /** Nobody would ever look for whom it holds. */
    private void removeUnpublished(String domain, Snapshot event) throws IOException {
        boolean known = published.all(domain).stream()
                .anyMatch(snapshot -> snapshot.getSnapshotId().equals(event.getSnapshotId()));
        if (!known) {
            artifacts.delete(URI.create(event.getUri()));
        }
    }

    private CutResult publish(Snapshot event, CutMark mark, SnapshotPublisher publisher) throws IOException {
        event.setSha256(
                Sha256.file(artifacts.resolve(URI.create(event.getUri())).resolve(SnapshotFiles.MANIFEST)));
        publisher.publish(event);
        published.add(event);
        index.finish(event.getDomain(), mark);
        metrics.published(event);
        LOG.info(
                "{}: snapshot {} number {} ({}: {}), {}",
                event.getDomain(),
                event.getSnapshotId(),
                event.getSequence(),
                event.getTrigger(),
                event.getTriggerDetail(),
                event.getCounts());
        return new CutResult(event, false);
    }

    private static byte[] encoded(Snapshot event) {
        byte[] bytes = EVENTS.encode(event);
        if (bytes == null) {
            throw new IllegalStateException("an event has no bytes");
        }
        return bytes;
    }

    private static Snapshot decoded(ByteBuffer buffer) {
        byte[] bytes = new byte[buffer.remaining()];
        buffer.duplicate().get(bytes);
        Snapshot event = EVENTS.decode(bytes);
        if (event == null) {
            throw new IllegalStateException("a pending cut has no event");
        }
        return event;
    }
}

package dev.millrace.evaluator;

import dev.millrace.embedded.testing.TestPlatform;
import dev.millrace.runtime.artifacts.ArtifactStore;
import dev.millrace.runtime.artifacts.Sha256;
import dev.millrace.runtime.artifacts.Staged;
import dev.millrace.runtime.config.MillraceConfig;
import dev.millrace.runtime.kafka.EventProducer;
import dev.millrace.runtime.kafka.TopicReader;
import dev.millrace.runtime.kafka.TopicTable;
import dev.millrace.runtime.privacy.ErasedSubjects;
import dev.millrace.runtime.service.ServiceContext;
import dev.millrace.runtime.service.Startup;
import dev.millrace.runtime.snapshots.SnapshotFolder;
import dev.millrace.schemas.Keys;
import dev.millrace.schemas.Topics;
import dev.millrace.schemas.event.AdapterCandidate;
import dev.millrace.schemas.event.AdapterReady;
import dev.millrace.schemas.event.AdapterRevoked;
import dev.millrace.schemas.event.ErasureRequest;
import dev.millrace.schemas.event.EvaluationReport;
import dev.millrace.schemas.event.Snapshot;
import dev.millrace.schemas.event.SnapshotCounts;
import dev.millrace.schemas.event.SnapshotState;
import dev.millrace.schemas.event.SnapshotTrigger;
import dev.millrace.schemas.event.Verdict;
import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/** An evaluator on the broker of this JVM, with the candidates that tests give it. */
final class EvaluatorWorld implements AutoCloseable {
    private final ServiceContext context;
    private final EvaluatorService service;
    private final EventProducer producer;

    EvaluatorWorld(Path directory) throws InterruptedException {
        this(directory, uri -> {});
    }

    /** @param onResolve told of every artifact that is about to be read */
    EvaluatorWorld(Path directory, java.util.function.Consumer<URI> onResolve) throws InterruptedException {
        Map<String, String> settings = Map.of(
                "kafka.bootstrapServers", TestPlatform.shared().bootstrapServers(),
                "registry.url", TestPlatform.shared().registryUrl(),
                "topics.partitions", "2",
                "artifacts.directory", directory.resolve("artifacts").toString(),
                "state.directory", directory.resolve("state").toString(),
                "evaluator.minItems", "20",
                "evaluator.minSubjects", "10");
        ServiceContext real = ServiceContext.of(MillraceConfig.load(Optional.empty(), Map.of(), settings));
        context = new ServiceContext(
                real.config(), real.kafka(), telling(real.artifacts(), onResolve), real.metrics(), real.clock());
        Startup.bootstrap(context);
        service = EvaluatorService.create(context);
        producer = context.kafka().producer("test");
    }

    private static ArtifactStore telling(ArtifactStore store, java.util.function.Consumer<URI> onResolve) {
        InvocationHandler handler = (proxy, method, arguments) -> {
            if (method.getName().equals("resolve")) {
                onResolve.accept((URI) arguments[0]);
            }
            try {
                return method.invoke(store, arguments);
            } catch (InvocationTargetException e) {
                throw e.getCause();
            }
        };
        return (ArtifactStore) Proxy.newProxyInstance(
                ArtifactStore.class.getClassLoader(), new Class<?>[] {ArtifactStore.class}, handler);
    }

    void start() {
        service.start();
    }

    ServiceContext context() {
        return context;
    }

    /** A snapshot with so many holdout items of half as many customers. */
    SnapshotFolder snapshot(String name, int holdout) throws IOException {
        try (Staged staged = context.artifacts().stage("snapshots", name)) {
            TestSnapshot.write(
                    staged.directory(),
                    "known",
                    TestSnapshot.numbers(0, 60),
                    TestSnapshot.numbers(60, 4),
                    TestSnapshot.numbers(64, holdout));
            staged.commit();
        }
        return SnapshotFolder.open(context.artifacts().resolve(snapshotUri(name)));
    }

    private URI snapshotUri(String name) {
        return context.artifacts().uri("snapshots", name);
    }

    /** A candidate whose files and event are there. */
    AdapterCandidate candidate(String domain, SnapshotFolder snapshot, long sequence, Path adapter) throws IOException {
        AdapterCandidate candidate = staged(domain, snapshot, sequence, adapter);
        publish(candidate);
        return candidate;
    }

    /** A candidate whose files are there. */
    AdapterCandidate staged(String domain, SnapshotFolder snapshot, long sequence, Path adapter) throws IOException {
        String id = Sha256.text(domain + sequence + adapter);
        URI uri;
        try (Staged staged = context.artifacts().stage("adapters", domain + "/" + id)) {
            for (Path file : Sha256.files(adapter)) {
                Files.copy(file, staged.directory().resolve(file.getFileName()));
            }
            uri = staged.commit();
        }
        URI snapshotUri = snapshotUri(snapshot.folder().getFileName().toString());
        return TestCandidates.of(domain, id, context.artifacts().resolve(uri), uri, snapshot, snapshotUri, sequence);
    }

    void publish(AdapterCandidate candidate) {
        producer.sendAndWait(Topics.CANDIDATES, key(candidate), candidate);
    }

    /** As the snapshotter tells that the files of a candidate's snapshot are deleted. */
    void eraseSnapshot(AdapterCandidate of) {
        Snapshot snapshot = Snapshot.newBuilder()
                .setSnapshotId(of.getSnapshotId())
                .setDomain(of.getDomain())
                .setSequence(of.getSnapshotSequence())
                .setTrigger(SnapshotTrigger.COUNT)
                .setTriggerDetail("")
                .setUri(of.getSnapshotUri())
                .setSha256(of.getSnapshotSha256())
                .setAsOf(Instant.EPOCH)
                .setCreatedAt(Instant.EPOCH)
                .setCounts(new SnapshotCounts(1L, 0L, 0L, 0L, 1L))
                .setComposition(Map.of())
                .setOffsets(List.of())
                .setPolicyHash("")
                .setState(SnapshotState.ERASED)
                .build();
        producer.sendAndWait(Topics.SNAPSHOTS, Keys.inDomain(of.getDomain(), of.getSnapshotId()), snapshot);
    }

    /** A request that was made just now. */
    void requestErasure(String domain, Duration until) {
        Instant now = context.clock().instant();
        ErasureRequest request = ErasureRequest.newBuilder()
                .setDomain(domain)
                .setSubject("s")
                .setRequestId("r")
                .setRequestedAt(now.minusSeconds(1))
                .setDeadline(now.plus(until))
                .build();
        producer.sendAndWait(Topics.ERASURES, ErasedSubjects.key(domain, "s"), request);
    }

    void revoke(AdapterCandidate candidate) {
        AdapterRevoked revocation =
                new AdapterRevoked(candidate.getDomain(), candidate.getAdapterId(), "erasure", Instant.EPOCH);
        producer.sendAndWait(Topics.REVOKED, key(candidate), revocation);
    }

    /** Makes a candidate the champion, whatever it is worth, with the report that a promotion leaves. */
    void crown(AdapterCandidate candidate, int version) {
        producer.sendAndWait(
                Topics.REPORTS,
                key(candidate),
                EvaluationReport.newBuilder()
                        .setAdapterId(candidate.getAdapterId())
                        .setDomain(candidate.getDomain())
                        .setSnapshotId(candidate.getSnapshotId())
                        .setSnapshotSequence(candidate.getSnapshotSequence())
                        .setVerdict(Verdict.PROMOTED)
                        .setSummary("")
                        .setChecks(List.of())
                        .setUri(reportUri(candidate).toString())
                        .setEvaluatedAt(Instant.EPOCH)
                        .build());
        producer.sendAndWait(
                Topics.READY,
                Keys.domain(candidate.getDomain()),
                AdapterReady.newBuilder()
                        .setDomain(candidate.getDomain())
                        .setAdapterId(candidate.getAdapterId())
                        .setVersion(version)
                        .setUri(candidate.getUri())
                        .setFiles(candidate.getFiles())
                        .setBaseModel(candidate.getBaseModel())
                        .setBaseModelSha256(candidate.getBaseModelSha256())
                        .setSnapshotId(candidate.getSnapshotId())
                        .setSnapshotSequence(candidate.getSnapshotSequence())
                        .setBaseLoss(1)
                        .setAdapterLoss(1)
                        .setLossDeltaLow(0)
                        .setLossDeltaHigh(0)
                        .setReportUri(reportUri(candidate).toString())
                        .setPromotedAt(Instant.EPOCH)
                        .build());
    }

    /** How often each adapter of a domain was revoked. */
    Map<String, Integer> revocations(String domain) {
        Map<String, Integer> found = new HashMap<>();
        try (TopicReader<AdapterRevoked> reader = context.kafka().reader(Topics.REVOKED)) {
            reader.readToEnd(event -> {
                AdapterRevoked revocation = event.value();
                if (revocation != null && revocation.getDomain().equals(domain)) {
                    found.merge(revocation.getAdapterId(), 1, Integer::sum);
                }
            });
        }
        return found;
    }

    boolean hasFiles(AdapterCandidate candidate) {
        return context.artifacts().exists(URI.create(candidate.getUri()));
    }

    boolean hasReport(AdapterCandidate candidate) {
        return context.artifacts().exists(reportUri(candidate));
    }

    private URI reportUri(AdapterCandidate candidate) {
        return context.artifacts().uri("reports", CandidateJudge.id(candidate));
    }

    /** Every report on a candidate, in the order in which they were written. */
    List<EvaluationReport> reports(AdapterCandidate candidate) {
        List<EvaluationReport> found = new ArrayList<>();
        try (TopicReader<EvaluationReport> reader = context.kafka().reader(Topics.REPORTS)) {
            reader.readToEnd(event -> {
                if (event.key().equals(key(candidate))) {
                    found.add(event.value());
                }
            });
        }
        return found;
    }

    Optional<AdapterReady> champion(String domain) {
        try (TopicTable<AdapterReady> champions = context.kafka().table(Topics.READY)) {
            return champions.refresh().get(Keys.domain(domain));
        }
    }

    /** Keys of the candidates in the dead letters. */
    List<String> deadCandidates() {
        List<String> keys = new ArrayList<>();
        try (Consumer<byte[], byte[]> letters = context.kafka().bytesReader()) {
            List<TopicPartition> partitions = letters.partitionsFor(Topics.CANDIDATES.deadLetterName()).stream()
                    .map(partition -> new TopicPartition(partition.topic(), partition.partition()))
                    .toList();
            letters.assign(partitions);
            letters.seekToBeginning(partitions);
            var ends = letters.endOffsets(partitions);
            while (partitions.stream().anyMatch(partition -> letters.position(partition) < ends.get(partition))) {
                letters.poll(Duration.ofMillis(100))
                        .forEach(letter -> keys.add(new String(letter.key(), StandardCharsets.UTF_8)));
            }
        }
        return keys;
    }

    private static String key(AdapterCandidate candidate) {
        return Keys.inDomain(candidate.getDomain(), candidate.getAdapterId());
    }

    @Override
    public void close() {
        service.close();
        producer.close();
    }
}

package dev.millrace.curation.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.millrace.curation.TestInstallation;
import dev.millrace.runtime.files.DurableFiles;
import dev.millrace.runtime.kafka.EventProducer;
import dev.millrace.runtime.privacy.ErasedSubjects;
import dev.millrace.runtime.service.ServiceContext;
import dev.millrace.runtime.snapshots.SnapshotFolder;
import dev.millrace.schemas.Keys;
import dev.millrace.schemas.Topics;
import dev.millrace.schemas.event.ErasureRequest;
import dev.millrace.schemas.event.Example;
import dev.millrace.schemas.event.Snapshot;
import dev.millrace.schemas.event.SnapshotState;
import dev.millrace.schemas.event.SnapshotTrigger;
import java.net.URI;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;

class SnapshotterIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path directory;

    private String domain = "";
    private @Nullable ServiceContext context;
    private @Nullable SnapshotterService snapshotter;

    @BeforeEach
    void nameDomain(TestInfo test) {
        domain = "d-" + Integer.toHexString(test.getDisplayName().hashCode());
    }

    @AfterEach
    void stop() {
        if (snapshotter != null) {
            snapshotter.close();
        }
    }

    @Test
    void shouldCutOnDemandAndPublishNothingWhenNothingChanged() throws Exception {
        start(new TestInstallation(directory));
        publish(TestExamples.many(domain, 40));

        JsonNode first = demand();
        JsonNode second = demand();

        assertThat(first.get("unchanged").asBoolean()).isFalse();
        assertThat(second.get("unchanged").asBoolean()).isTrue();
        assertThat(second.get("snapshotId")).isEqualTo(first.get("snapshotId"));
        Snapshot event = only(snapshots());
        assertThat(event.getSequence()).isEqualTo(1);
        assertThat(event.getParentId()).isNull();
        assertThat(event.getTrigger()).isEqualTo(SnapshotTrigger.DEMAND);
        assertThat(event.getSnapshotId()).isEqualTo(SnapshotIds.of(domain, TestExamples.many(domain, 40)));
        SnapshotFolder.open(context().artifacts().resolve(URI.create(event.getUri())))
                .verify(event.getSha256());
    }

    @Test
    void shouldCutByCountAndGoOnAfterARestart() throws Exception {
        TestInstallation installation = new TestInstallation(directory)
                .with("domains." + domain + ".triggers.count", "30")
                .with("domains." + domain + ".triggers.minExamples", "1");
        start(installation);
        publish(TestExamples.many(domain, 30));
        await().atMost(PATIENCE).until(() -> snapshots().size() == 1);
        stop();
        List<Example> more = TestExamples.many(domain, 60);
        publish(more.subList(30, 59));
        takeBack(more.get(0));

        start(installation);
        await().atMost(PATIENCE).until(() -> snapshots().size() == 2);

        Snapshot second = number(2);
        assertThat(second.getTrigger()).isEqualTo(SnapshotTrigger.COUNT);
        assertThat(second.getTriggerDetail()).contains("30 examples");
        assertThat(second.getParentId()).isEqualTo(SnapshotIds.of(domain, more.subList(0, 30)));
        assertThat(second.getSnapshotId()).isEqualTo(SnapshotIds.of(domain, more.subList(1, 59)));
    }

    @Test
    void shouldCutWhenWhatComesIsUnlikeTheSnapshot() throws Exception {
        start(new TestInstallation(directory)
                .with("domains." + domain + ".triggers.minExamples", "1")
                .with("domains." + domain + ".triggers.drift", "0.2")
                .with("domains." + domain + ".triggers.driftExamples", "50"));
        publish(TestExamples.many(domain, 200));
        demand();
        List<Example> others = TestExamples.many(domain, 250).subList(200, 250);
        others.forEach(example -> example.setTags(List.of("quite-another")));

        publish(others);
        await().atMost(PATIENCE).until(() -> snapshots().size() == 2);

        Snapshot second = number(2);
        assertThat(second.getTrigger()).isEqualTo(SnapshotTrigger.DRIFT);
        assertThat(second.getTriggerDetail())
                .startsWith("population stability index of 50 examples since the last cut: intents ");
    }

    @Test
    void shouldCutWhenRatingsFall() throws Exception {
        start(new TestInstallation(directory)
                .with("domains." + domain + ".triggers.minExamples", "1")
                .with("domains." + domain + ".triggers.ratingDrop", "1")
                .with("domains." + domain + ".triggers.ratingExamples", "20"));
        List<Example> examples = TestExamples.many(domain, 60);
        examples.subList(0, 40).forEach(example -> example.setRating(5));
        examples.subList(40, 60).forEach(example -> example.setRating(3));
        publish(examples.subList(0, 40));
        demand();

        publish(examples.subList(40, 60));
        await().atMost(PATIENCE).until(() -> snapshots().size() == 2);

        assertThat(number(2).getTrigger()).isEqualTo(SnapshotTrigger.RATING);
        assertThat(number(2).getTriggerDetail())
                .isEqualTo("mean rating of the newest 20 rated examples is 3.00, of the snapshot's 40 5.00;"
                        + " the trigger is 1.0 less");
    }

    @Test
    void shouldCutWithoutARestartWhenAProtectedFileChanges() throws Exception {
        Path tests = Files.writeString(directory.resolve("tests.txt"), "nothing that anybody ever said here");
        start(new TestInstallation(directory)
                .with("domains." + domain + ".triggers.minExamples", "1")
                .with("domains." + domain + ".policy.similarity.protectedSets", tests.toString()));
        List<Example> examples = TestExamples.many(domain, 40);
        publish(examples);
        demand();
        long trained = number(1).getCounts().getTrain();

        Files.writeString(
                tests,
                examples.stream()
                        .map(example -> example.getMessages().get(1).getContent())
                        .collect(Collectors.joining("\n")));
        await().atMost(PATIENCE).until(() -> snapshots().size() == 2);

        assertThat(number(2).getTrigger()).isEqualTo(SnapshotTrigger.POLICY);
        assertThat(number(2).getTriggerDetail()).contains("a file that they name");
        assertThat(trained).isPositive();
        assertThat(number(2).getCounts().getTrain()).isZero();
    }

    @Test
    void shouldPublishTheSameSnapshotOnceWhenPublicationFailedAfterTheFolderGotItsName() throws Exception {
        TestInstallation installation = new TestInstallation(directory);
        context = installation.context();
        start(new SnapshotterService(context(), partition -> new FailingPublisher()));
        publish(TestExamples.many(domain, 20));
        assertThat(response().statusCode()).isEqualTo(503);
        assertThat(context().artifacts().list("snapshots")).hasSize(1);
        assertThat(snapshots()).isEmpty();
        stop();

        start(installation);
        await().atMost(PATIENCE).until(() -> snapshots().size() == 1);
        JsonNode again = demand();

        assertThat(again.get("unchanged").asBoolean()).isTrue();
        assertThat(again.get("snapshotId").asText()).isEqualTo(only(snapshots()).getSnapshotId());
        assertThat(context().artifacts().list("snapshots")).hasSize(1);
    }

    @Test
    void shouldFindTheSameSnapshotAgainWhenItsIndexIsLost() throws Exception {
        TestInstallation installation = new TestInstallation(directory);
        start(installation);
        publish(TestExamples.many(domain, 20));
        JsonNode first = demand();
        stop();
        DurableFiles.deleteTree(directory.resolve("state"));

        start(installation);
        JsonNode again = demand();

        assertThat(again.get("unchanged").asBoolean()).isTrue();
        assertThat(again.get("snapshotId")).isEqualTo(first.get("snapshotId"));
        assertThat(again.get("sequence").asLong()).isOne();
    }

    @Test
    void shouldEraseASnapshotAndCutOneWithoutThePersonWhenSomebodyAsksToBeForgotten() throws Exception {
        TestInstallation installation = new TestInstallation(directory);
        start(installation);
        List<Example> examples = TestExamples.many(domain, 40);
        publish(examples);
        String first = demand().get("snapshotId").asText();

        forget("s_3", "request-1");
        await().atMost(PATIENCE).until(() -> snapshots().size() == 2);

        List<Example> left = examples.stream()
                .filter(example -> !example.getSubject().equals("s_3"))
                .toList();
        Snapshot erased = snapshot(first);
        assertThat(erased.getState()).isEqualTo(SnapshotState.ERASED);
        assertThat(erased.getErasures()).containsExactly("request-1");
        Snapshot second = snapshot(SnapshotIds.of(domain, left));
        assertThat(second.getTrigger()).isEqualTo(SnapshotTrigger.ERASURE);
        assertThat(second.getErasures()).containsExactly("request-1");
        assertThat(second.getParentId()).isEqualTo(first);
        await().atMost(PATIENCE).untilAsserted(() -> assertThat(folder(erased))
                .isDirectoryContaining("glob:**/manifest.json")
                .isDirectoryNotContaining("glob:**.gz"));
        SnapshotFolder.open(folder(second)).verify(second.getSha256());

        stop();
        start(installation);
        assertThat(demand().get("unchanged").asBoolean()).isTrue();
        assertThat(snapshots()).hasSize(2);
    }

    @Test
    void shouldSayTheNewestSnapshotAgainWhenOnlyAnOlderOneHeldThePerson() throws Exception {
        start(new TestInstallation(directory));
        List<Example> examples = TestExamples.many(domain, 40);
        publish(examples);
        String first = demand().get("snapshotId").asText();
        takeBack(examples.get(6));
        takeBack(examples.get(7));
        String second = demand().get("snapshotId").asText();

        forget("s_3", "request-1");

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(snapshot(second).getTrigger()).isEqualTo(SnapshotTrigger.ERASURE));
        assertThat(snapshot(first).getState()).isEqualTo(SnapshotState.ERASED);
        assertThat(snapshot(second).getState()).isEqualTo(SnapshotState.READY);
        assertThat(snapshot(second).getSequence()).isEqualTo(2);
    }

    @Test
    void shouldEraseASnapshotWithoutAReplacementWhenNobodyElseIsInIt() throws Exception {
        start(new TestInstallation(directory));
        publish(TestExamples.many(domain, 2));
        String first = demand().get("snapshotId").asText();

        forget("s_0", "request-1");

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(snapshot(first).getState()).isEqualTo(SnapshotState.ERASED));
        await().atMost(PATIENCE).until(() -> response().statusCode() != 200);
        assertThat(snapshots()).hasSize(1);
    }

    @Test
    void shouldRefuseADemandWithoutExamplesOrTokenOrName() throws Exception {
        start(new TestInstallation(directory));

        assertThat(response().statusCode()).isEqualTo(404);
        domain = "No+Name";
        assertThat(response().statusCode()).isEqualTo(400);
        Path address = SnapshotterService.addressFile(directory.resolve("state"));
        assertThat(TestInstallation.demand(address, "Bearer wrong", domain).statusCode())
                .isEqualTo(401);
    }

    @Test
    void shouldShareTheDomainsWithASecondSnapshotter(@TempDir Path second) throws Exception {
        TestInstallation installation = new TestInstallation(directory);
        start(installation);
        publish(TestExamples.many(domain, 20));
        ServiceContext other = new TestInstallation(second)
                .with("artifacts.directory", directory.resolve("artifacts").toString())
                .context();
        try (SnapshotterService helper = SnapshotterService.create(other)) {
            helper.start();
            await().atMost(PATIENCE).until(helper::ready);

            await().atMost(PATIENCE).untilAsserted(() -> assertThat(List.of(status(context()), status(other)))
                    .containsExactlyInAnyOrder(200, 409));
        }
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(status(context())).isEqualTo(200));
        assertThat(snapshots()).hasSize(1);
    }

    /** Fails as a broker does that goes away at the worst moment. */
    private static final class FailingPublisher implements SnapshotPublisher {
        @Override
        public void publish(Snapshot snapshot) {
            throw new KafkaException("no broker");
        }

        @Override
        public void close() {}
    }

    private void start(TestInstallation installation) throws Exception {
        context = installation.context();
        start(SnapshotterService.create(context()));
    }

    private void start(SnapshotterService service) throws Exception {
        snapshotter = service;
        service.start();
        await().atMost(PATIENCE).until(service::ready);
    }

    private ServiceContext context() {
        return java.util.Objects.requireNonNull(context);
    }

    private void publish(Collection<Example> examples) {
        try (EventProducer producer = context().kafka().producer("test")) {
            examples.forEach(
                    example -> producer.send(Topics.EXAMPLES, Keys.inDomain(domain, example.getExampleId()), example));
            producer.flush();
        }
    }

    private void takeBack(Example example) {
        try (EventProducer producer = context().kafka().producer("test")) {
            producer.sendAndWait(Topics.EXAMPLES, Keys.inDomain(domain, example.getExampleId()), null);
        }
    }

    private void forget(String subject, String requestId) {
        Instant now = Instant.now();
        try (EventProducer producer = context().kafka().producer("test")) {
            producer.sendAndWait(
                    Topics.ERASURES,
                    ErasedSubjects.key(domain, subject),
                    new ErasureRequest(domain, subject, requestId, now, now.plusSeconds(60)));
        }
    }

    private Snapshot snapshot(String id) {
        return snapshots().stream()
                .filter(snapshot -> snapshot.getSnapshotId().equals(id))
                .findFirst()
                .orElseThrow();
    }

    private Path folder(Snapshot snapshot) {
        return context().artifacts().resolve(URI.create(snapshot.getUri()));
    }

    private JsonNode demand() throws Exception {
        HttpResponse<String> response = response();
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return JSON.readTree(response.body());
    }

    private HttpResponse<String> response() throws Exception {
        return response(context());
    }

    private HttpResponse<String> response(ServiceContext of) throws Exception {
        Path state = of.config().state().directory();
        return TestInstallation.demand(of, SnapshotterService.addressFile(state), domain);
    }

    private int status(ServiceContext of) throws Exception {
        return response(of).statusCode();
    }

    private Collection<Snapshot> snapshots() {
        return TestInstallation.current(context(), Topics.SNAPSHOTS, domain).values();
    }

    private Snapshot number(long sequence) {
        return snapshots().stream()
                .filter(snapshot -> snapshot.getSequence() == sequence)
                .findFirst()
                .orElseThrow();
    }

    private static Snapshot only(Collection<Snapshot> snapshots) {
        assertThat(snapshots).hasSize(1);
        return snapshots.iterator().next();
    }
}

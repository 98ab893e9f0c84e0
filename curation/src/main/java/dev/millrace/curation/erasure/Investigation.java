package dev.millrace.curation.erasure;

import dev.millrace.curation.topology.CurationService;
import dev.millrace.curation.topology.CurationTopology;
import dev.millrace.runtime.privacy.ErasedSubjects;
import dev.millrace.runtime.service.ServiceContext;
import dev.millrace.schemas.Keys;
import dev.millrace.schemas.Topic;
import dev.millrace.schemas.Topics;
import dev.millrace.schemas.event.ErasureRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.KafkaException;

/**
 * One look at everything for what is left of some people. Only stages that are still open for somebody are looked at, and
 * logs that hold raw events are read once for each request: afterwards their age tells. For one thread.
 */
final class Investigation {
    /** Until everybody knows of a request; what came in before may be in the logs up to then. */
    private static final Duration SPREAD = Duration.ofSeconds(10);

    private static final Set<Stage> DERIVED =
            EnumSet.of(Stage.SNAPSHOTS, Stage.JOBS, Stage.ADAPTERS, Stage.ADAPTER_FILES);

    private final ServiceContext context;
    private final Admin admin;
    private final LogSearch logs;
    private final Map<ErasureRequest, Set<Stage>> open;
    private final Set<ErasureRequest> unseen;
    private final Map<Stage, Traces> traces = new EnumMap<>(Stage.class);
    private final List<ErasureRequest> kin = new ArrayList<>();
    private final Set<String> examples = new HashSet<>();

    /**
     * @param open the stages that are open, by request
     * @param unseen requests that are looked at for the first time
     */
    Investigation(
            ServiceContext context,
            Admin admin,
            LogSearch logs,
            Map<ErasureRequest, Set<Stage>> open,
            Set<ErasureRequest> unseen) {
        this.context = context;
        this.admin = admin;
        this.logs = logs;
        this.open = open;
        this.unseen = unseen;
    }

    /** How the open stages of each request stand. */
    Map<ErasureRequest, Map<Stage, Finding>> run() throws IOException, InterruptedException {
        try (Kin relatives = new Kin(context.kafka(), open.keySet())) {
            LogSearch.Hit related = (record, people) -> relatives.read(record);
            search(Stage.CONVERSATIONS, List.of(Topics.CONVERSATIONS.name()), related);
            search(Stage.EXAMPLES, List.of(Topics.EXAMPLES.name()), (record, people) -> {
                relatives.read(record);
                takeBack(record, people);
            });
            if (!unseen.isEmpty()) {
                search(Stage.RAW_EVENTS, rawTopics(), related);
            }
            search(Stage.STREAM_STATE, stateTopics(), (record, people) -> {});
            kin.addAll(relatives.requests());
        }
        Path state = context.config().state().directory();
        traces.put(Stage.STATE_FILES, new StateFiles(state).search(people(Stage.STATE_FILES)));
        Derived derived = Derived.read(context.kafka(), subjects(), context.artifacts(), state.resolve("jobs"));
        LogStart ages = new LogStart(admin);
        Map<ErasureRequest, Map<Stage, Finding>> findings = new HashMap<>();
        for (Map.Entry<ErasureRequest, Set<Stage>> request : open.entrySet()) {
            Map<Stage, Finding> found = new EnumMap<>(Stage.class);
            for (Stage stage : request.getValue()) {
                found.put(stage, unsettled(request.getKey(), find(stage, request.getKey(), derived, ages)));
            }
            holdBack(found);
            findings.put(request.getKey(), found);
        }
        return findings;
    }

    /** Notes an example that is still there the second time that the person is looked for. */
    private void takeBack(ConsumerRecord<byte[], byte[]> record, Set<String> people) {
        String key = new String(record.key(), StandardCharsets.UTF_8);
        boolean known = open.keySet().stream()
                .filter(request -> !unseen.contains(request))
                .anyMatch(request ->
                        people.contains(request.getSubject()) && ErasedSubjects.holdsFor(request, Keys.domainOf(key)));
        if (known) {
            examples.add(key);
        }
    }

    /** Keys of examples that are due to be taken back, whether or not curation still knows of them. */
    Set<String> examples() {
        return Set.copyOf(examples);
    }

    /** Requests for the same people by other pseudonyms. */
    List<ErasureRequest> kin() {
        return List.copyOf(kin);
    }

    private void search(Stage stage, Collection<String> topics, LogSearch.Hit hit) {
        Set<String> people = people(stage);
        traces.put(stage, people.isEmpty() ? new Traces(people) : logs.search(topics, people, hit));
    }

    private Set<String> people(Stage stage) {
        return open.entrySet().stream()
                .filter(request -> request.getValue().contains(stage))
                .map(request -> request.getKey().getSubject())
                .collect(Collectors.toSet());
    }

    private Set<String> subjects() {
        return open.keySet().stream().map(ErasureRequest::getSubject).collect(Collectors.toSet());
    }

    private Finding find(Stage stage, ErasureRequest request, Derived derived, LogStart ages)
            throws IOException, InterruptedException {
        return switch (stage) {
            case SUPPRESSION -> new Finding(false, 1);
            case RAW_EVENTS ->
                new Finding(
                        areOlder(rawTopics(), request, ages),
                        seen(stage, request).touched());
            case DEAD_LETTERS -> new Finding(areOlder(anonymousTopics(), request, ages), 0);
            case CONVERSATIONS, EXAMPLES, STREAM_STATE, STATE_FILES -> seen(stage, request);
            case SNAPSHOTS -> derived.snapshots(request);
            case JOBS -> derived.jobs(request);
            case ADAPTERS -> derived.adapters(request);
            case ADAPTER_FILES -> derived.adapterFiles(request);
        };
    }

    private Finding seen(Stage stage, ErasureRequest request) {
        Traces found = traces.get(stage);
        return found == null ? Finding.NOTHING : found.of(request);
    }

    private static boolean areOlder(Collection<String> topics, ErasureRequest request, LogStart ages)
            throws InterruptedException {
        return ages.partitionsWithOlder(topics, request.getRequestedAt().plus(SPREAD)) > 0;
    }

    /** While there are examples or files of their index, something may yet be made of them. */
    private static void holdBack(Map<Stage, Finding> found) {
        boolean sourced = Stream.of(Stage.EXAMPLES, Stage.STATE_FILES)
                .anyMatch(stage -> found.getOrDefault(stage, Finding.NOTHING).left());
        if (sourced) {
            DERIVED.forEach(
                    stage -> found.computeIfPresent(stage, (same, finding) -> new Finding(true, finding.touched())));
        }
    }

    /** What is not there a moment after the request may be about to be written by somebody who has not heard of it. */
    private Finding unsettled(ErasureRequest request, Finding finding) {
        Instant settled = request.getRequestedAt().plus(SPREAD);
        boolean early = context.clock().instant().isBefore(settled);
        return early ? new Finding(true, finding.touched()) : finding;
    }

    private static List<String> rawTopics() {
        return List.of(Topics.TICKETS.name(), Topics.CHATS.name());
    }

    /** Topics whose records nobody can match to a person. */
    private static List<String> anonymousTopics() {
        Stream<String> dead = Topics.all().stream().filter(Topic::deadLetters).map(Topic::deadLetterName);
        return Stream.concat(dead, Stream.of(Topics.REJECTIONS.name(), Topics.FOREIGN.name()))
                .toList();
    }

    /** Changelogs of the curation, but for that of the marks of what was carried out, which name those whom they are about. */
    private List<String> stateTopics() throws InterruptedException {
        try {
            return admin.listTopics().names().get().stream()
                    .filter(name -> name.startsWith(CurationService.APPLICATION + "-"))
                    .filter(name -> !name.equals(CurationTopology.MARKS_CHANGELOG))
                    .sorted()
                    .toList();
        } catch (ExecutionException e) {
            throw new KafkaException("Kafka cannot be asked for its topics", e.getCause());
        }
    }
}

package dev.millrace.cli.demo;

import dev.millrace.curation.rules.FinalVerdicts;
import dev.millrace.runtime.kafka.Event;
import dev.millrace.runtime.kafka.KafkaClients;
import dev.millrace.runtime.kafka.TopicReader;
import dev.millrace.schemas.Topic;
import dev.millrace.schemas.Topics;
import dev.millrace.schemas.event.AdapterCandidate;
import dev.millrace.schemas.event.AdapterReady;
import dev.millrace.schemas.event.EvaluationReport;
import dev.millrace.schemas.event.JobState;
import dev.millrace.schemas.event.Snapshot;
import dev.millrace.schemas.event.TrainingProgress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/**
 * What has come through the topics of a domain so far. {@link #poll()} takes in what is new. For one thread; the caller
 * closes it.
 */
final class Flow implements AutoCloseable {
    private static final Duration WAIT = Duration.ofMillis(15);

    private final KafkaClients kafka;
    private final String domain;
    private final List<TopicReader<?>> readers = new ArrayList<>();
    private final List<Runnable> polls = new ArrayList<>();
    private final Set<String> conversations = new HashSet<>();
    private final FinalVerdicts verdicts = new FinalVerdicts();
    private @Nullable Snapshot snapshot;
    private @Nullable JobState job;
    private @Nullable TrainingProgress progress;
    private @Nullable AdapterCandidate candidate;
    private @Nullable EvaluationReport report;
    private @Nullable AdapterReady ready;

    Flow(KafkaClients kafka, String domain) {
        this.kafka = kafka;
        this.domain = domain;
        follow(Topics.CONVERSATIONS, event -> conversations.add(event.key()));
        follow(Topics.EXAMPLES, event -> verdicts.example(event.key(), event.value()));
        follow(Topics.REJECTIONS, event -> ifPresent(event, value -> verdicts.rejection(event.key(), value)));
        follow(Topics.SNAPSHOTS, event -> ifPresent(event, value -> snapshot = snapshot == null ? value : snapshot));
        follow(Topics.JOB_STATES, event -> ifPresent(event, this::onJobState));
        follow(Topics.PROGRESS, event -> ifPresent(event, this::onProgress));
        follow(Topics.CANDIDATES, event -> ifPresent(event, this::onCandidate));
        follow(Topics.REPORTS, event -> ifPresent(event, this::onReport));
        follow(Topics.READY, event -> ifPresent(event, value -> ready = value));
    }

    private <V extends SpecificRecord> void follow(Topic<V> topic, Consumer<Event<V>> sink) {
        TopicReader<V> reader = kafka.reader(topic);
        readers.add(reader);
        polls.add(() -> reader.poll(WAIT, event -> {
            if (event.key().equals(domain) || event.key().startsWith(domain + "/")) {
                sink.accept(event);
            }
        }));
    }

    private static <V> void ifPresent(Event<V> event, Consumer<V> sink) {
        V value = event.value();
        if (value != null) {
            sink.accept(value);
        }
    }

    /** Only what follows from the first snapshot is of interest. */
    private boolean follows(String snapshotId) {
        return snapshot == null || snapshot.getSnapshotId().equals(snapshotId);
    }

    private void onJobState(JobState state) {
        job = follows(state.getSnapshotId()) ? state : job;
    }

    private void onProgress(TrainingProgress step) {
        progress = job == null || job.getJobId().equals(step.getJobId()) ? step : progress;
    }

    private void onCandidate(AdapterCandidate found) {
        candidate = follows(found.getSnapshotId()) ? found : candidate;
    }

    private void onReport(EvaluationReport found) {
        report = follows(found.getSnapshotId()) ? found : report;
    }

    /** Takes in what is new. */
    void poll() {
        polls.forEach(Runnable::run);
    }

    int conversations() {
        return conversations.size();
    }

    int accepted() {
        return verdicts.accepted().size();
    }

    Map<String, Long> rejected() {
        return verdicts.rejectedByReason();
    }

    Optional<Snapshot> snapshot() {
        return Optional.ofNullable(snapshot);
    }

    Optional<JobState> job() {
        return Optional.ofNullable(job);
    }

    Optional<TrainingProgress> progress() {
        return Optional.ofNullable(progress);
    }

    Optional<AdapterCandidate> candidate() {
        return Optional.ofNullable(candidate);
    }

    Optional<EvaluationReport> report() {
        return Optional.ofNullable(report);
    }

    Optional<AdapterReady> ready() {
        return Optional.ofNullable(ready);
    }

    @Override
    public void close() {
        readers.forEach(TopicReader::close);
    }
}

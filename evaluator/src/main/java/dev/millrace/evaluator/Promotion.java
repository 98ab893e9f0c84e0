package dev.millrace.evaluator;

import dev.millrace.runtime.kafka.Event;
import dev.millrace.runtime.kafka.EventConsumer;
import dev.millrace.runtime.kafka.EventProducer;
import dev.millrace.runtime.kafka.TopicTable;
import dev.millrace.schemas.Keys;
import dev.millrace.schemas.Topics;
import dev.millrace.schemas.event.AdapterCandidate;
import dev.millrace.schemas.event.AdapterReady;
import dev.millrace.schemas.event.EvaluationReport;
import dev.millrace.schemas.event.Verdict;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.util.List;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** From a candidate to its report and, if it is better, to the domain's new champion. */
final class Promotion {

    private static final Logger LOG = LoggerFactory.getLogger(Promotion.class);

    private final CandidateJudge judge;
    private final EventProducer producer;
    private final CandidateQueue queue;
    private final TopicTable<AdapterReady> champions;
    private final TopicTable<EvaluationReport> reports;
    private final MeterRegistry metrics;

    Promotion(
            CandidateJudge judge,
            EventProducer producer,
            CandidateQueue queue,
            TopicTable<AdapterReady> champions,
            TopicTable<EvaluationReport> reports,
            MeterRegistry metrics) {
        this.judge = judge;
        this.producer = producer;
        this.queue = queue;
        this.champions = champions;
        this.reports = reports;
        this.metrics = metrics;
    }

    /** What is left to do once a candidate is judged: publish, on the consumer's thread. */
    @FunctionalInterface
    interface Outcome {
        void publish();
    }

    /** Judges a candidate, unless that was done before. */
    Outcome judge(CandidateQueue.Claim claim) throws IOException {
        Event<AdapterCandidate> event = claim.event();
        AdapterCandidate candidate = event.value();
        reports.refresh();
        if (candidate == null || reports.get(event.key()).isPresent()) {
            return () -> publish(claim, null, null);
        }
        champions.refresh();
        AdapterReady champion =
                champions.get(Keys.domain(candidate.getDomain())).orElse(null);
        EvaluationReport report = judge.judge(candidate, champion, earlierUses(candidate));
        AdapterReady ready = report.getVerdict() == Verdict.PROMOTED ? judge.ready(candidate, report, champion) : null;
        return () -> publish(claim, report, ready);
    }

    private int earlierUses(AdapterCandidate candidate) {
        return (int) reports.values().values().stream()
                .filter(report -> report.getSnapshotId().equals(candidate.getSnapshotId()))
                .filter(report -> report.getHoldout() != null)
                .count();
    }

    /**
     * Offset, report and promotion become visible together. After a rebalance nothing does, since the domain may have been
     * another evaluator's meanwhile: the candidate is judged again by whoever owns it now.
     */
    private void publish(CandidateQueue.Claim claim, @Nullable EvaluationReport report, @Nullable AdapterReady ready) {
        Event<AdapterCandidate> event = claim.event();
        try {
            producer.transaction(() -> {
                if (report != null) {
                    producer.send(Topics.REPORTS, event.key(), report);
                }
                if (ready != null) {
                    producer.send(Topics.READY, Keys.domain(ready.getDomain()), ready);
                }
                producer.sendOffsets(EventConsumer.after(event), claim.group());
            });
        } catch (CommitFailedException e) {
            LOG.warn("the group was rebalanced while {} was judged; whoever owns it now judges it again", event.key());
            queue.again(List.of(event));
            return;
        }
        if (report != null) {
            awaitVisible(event.key(), ready);
            LOG.info("{}: {}", event.key(), report.getSummary());
            metrics.counter(
                            "millrace.evaluations",
                            "verdict",
                            report.getVerdict().name())
                    .increment();
        }
    }

    /** Or else the next candidate might be held against the champion before this one. */
    private void awaitVisible(String key, @Nullable AdapterReady ready) {
        reports.refreshUntil(key, report -> true);
        if (ready != null) {
            champions.refreshUntil(
                    Keys.domain(ready.getDomain()), champion -> champion.getVersion() >= ready.getVersion());
        }
    }
}

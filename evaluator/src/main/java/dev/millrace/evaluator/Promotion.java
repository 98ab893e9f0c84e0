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
    private final Revocations revocations;
    private final MeterRegistry metrics;

    Promotion(
            CandidateJudge judge,
            EventProducer producer,
            CandidateQueue queue,
            TopicTable<AdapterReady> champions,
            TopicTable<EvaluationReport> reports,
            Revocations revocations,
            MeterRegistry metrics) {
        this.judge = judge;
        this.producer = producer;
        this.queue = queue;
        this.champions = champions;
        this.reports = reports;
        this.revocations = revocations;
        this.metrics = metrics;
    }

    /** What is left to do once a candidate is judged: publish, on the consumer's thread. */
    @FunctionalInterface
    interface Outcome {
        void publish();
    }

    /** Judges a candidate, unless that was done before, or it is revoked or to be revoked. */
    Outcome judge(CandidateQueue.Claim claim) throws IOException {
        Event<AdapterCandidate> event = claim.event();
        AdapterCandidate candidate = event.value();
        reports.refresh();
        if (candidate == null || reports.get(event.key()).isPresent() || isRevoked(candidate)) {
            return () -> publish(claim, null, null);
        }
        AdapterReady champion = revocations.champion(candidate.getDomain()).orElse(null);
        EvaluationReport report = judge.judge(candidate, champion, earlierUses(candidate));
        AdapterReady ready = report.getVerdict() == Verdict.PROMOTED
                ? judge.ready(candidate, report, champion, promotions(candidate.getDomain()))
                : null;
        return () -> publishUnlessRevoked(claim, candidate, report, ready);
    }

    private boolean isRevoked(AdapterCandidate candidate) {
        return revocations.refresh().covers(candidate.getDomain(), candidate.getAdapterId());
    }

    /** A revoked champion leaves a tombstone, but its report stays: so versions go on where they were. */
    private int promotions(String domain) {
        return (int) reports.values().values().stream()
                .filter(report -> report.getDomain().equals(domain))
                .filter(report -> report.getVerdict() == Verdict.PROMOTED)
                .count();
    }

    /** Judging takes long: the candidate may have been revoked meanwhile, and so may the champion that it was held against. */
    private void publishUnlessRevoked(
            CandidateQueue.Claim claim,
            AdapterCandidate candidate,
            EvaluationReport report,
            @Nullable AdapterReady ready) {
        String champion = report.getChampionId();
        if (isRevoked(candidate)) {
            publish(claim, null, null);
        } else if (champion != null && revocations.covers(candidate.getDomain(), champion)) {
            LOG.info(
                    "the champion was revoked while {} was judged; it is judged again",
                    claim.event().key());
            queue.again(List.of(claim.event()));
        } else {
            publish(claim, report, ready);
        }
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

package dev.millrace.curation.topology;

import dev.millrace.curation.rules.Examples;
import dev.millrace.curation.rules.Judge;
import dev.millrace.curation.rules.Policy;
import dev.millrace.curation.rules.Verdict;
import dev.millrace.curation.state.Header;
import dev.millrace.curation.state.Judged;
import dev.millrace.schemas.Keys;
import dev.millrace.schemas.event.Conversation;
import dev.millrace.schemas.event.Example;
import dev.millrace.schemas.event.Rejection;
import java.util.Objects;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Writes the verdicts on conversations: an example, or a rejection and, where there was an example before, its tombstone.
 */
final class JudgeProcessor implements Processor<String, Object, String, SpecificRecord> {
    private final Policies policies;
    private final CurationMetrics metrics;

    private @Nullable ProcessorContext<String, SpecificRecord> context;
    private @Nullable KeyValueStore<String, Judged> judged;

    JudgeProcessor(Policies policies, CurationMetrics metrics) {
        this.policies = policies;
        this.metrics = metrics;
    }

    @Override
    public void init(ProcessorContext<String, SpecificRecord> context) {
        this.context = context;
        this.judged = context.getStateStore(Stores.JUDGED);
    }

    @Override
    public void process(Record<String, Object> record) {
        Assembled assembled = (Assembled) record.value();
        if (assembled instanceof Assembled.Closed closed) {
            judge(record.key(), closed.conversation());
        } else if (assembled instanceof Assembled.Oversized oversized) {
            rejectOversized(record.key(), oversized);
        } else if (assembled instanceof Assembled.Unknown unknown) {
            takeBack(unknown.removal().key());
        } else if (assembled instanceof Assembled.Erased) {
            judged().delete(record.key());
            takeBack(record.key());
        }
    }

    private void judge(String key, Conversation conversation) {
        Policy policy = policies.of(conversation.getDomain());
        Verdict verdict = Judge.judge(conversation, policy);
        if (verdict instanceof Verdict.Accepted accepted) {
            accept(key, accepted.example());
        } else if (verdict instanceof Verdict.Rejected rejected) {
            reject(key, Rejections.judged(conversation, rejected, policy.hash()));
        }
    }

    private void rejectOversized(String key, Assembled.Oversized oversized) {
        Header header = oversized.header();
        String policyHash = policies.of(header.getDomain()).hash();
        reject(key, Rejections.oversized(header, oversized.occurredAt(), policyHash));
    }

    private void accept(String key, Example example) {
        metrics.accepted(example.getDomain());
        judged().put(key, new Judged(true, example.getPolicyHash()));
        forward(Keys.inDomain(example.getDomain(), example.getExampleId()), example, CurationTopology.EXAMPLES);
    }

    private void reject(String key, Rejection rejection) {
        metrics.rejected(rejection.getDomain(), rejection.getReason());
        Judged before = judged().get(key);
        judged().put(key, new Judged(false, rejection.getPolicyHash()));
        if (before != null && before.getAccepted()) {
            metrics.takenBack(rejection.getDomain());
            takeBack(key);
        }
        forward(key, rejection, CurationTopology.REJECTIONS);
    }

    private void takeBack(String conversation) {
        String example = Keys.inDomain(Keys.domainOf(conversation), Examples.id(conversation));
        forward(example, null, CurationTopology.EXAMPLES);
    }

    private void forward(String key, @Nullable SpecificRecord value, String child) {
        ProcessorContext<String, SpecificRecord> target = Objects.requireNonNull(context, "init was not called");
        target.forward(new Record<>(key, value, target.currentSystemTimeMs()), child);
    }

    private KeyValueStore<String, Judged> judged() {
        return Objects.requireNonNull(judged, "init was not called");
    }
}

package dev.millrace.curation.topology;

import dev.millrace.curation.conversation.Assembly;
import dev.millrace.curation.state.Header;
import dev.millrace.curation.state.Judged;
import dev.millrace.curation.state.Phase;
import dev.millrace.schemas.Keys;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/**
 * Has conversations judged anew that another policy judged, a batch at a time, after a start with changed policies.
 *
 * <p>How far it came stands in the store of policies, so that a restart goes on there.
 */
final class PolicyChange {
    private static final int BATCH = 200;
    private static final Duration PERIOD = Duration.ofMillis(500);
    private static final String DONE = "done";
    private static final String CURSOR = "cursor";
    private static final String TARGET = "target";

    private final ProcessorContext<String, Object> context;
    private final Conversations conversations;
    private final Policies policies;
    private final KeyValueStore<String, Judged> judged;
    private final KeyValueStore<String, String> progress;
    private @Nullable Cancellable schedule;

    PolicyChange(ProcessorContext<String, Object> context, Conversations conversations, Policies policies) {
        this.context = context;
        this.conversations = conversations;
        this.policies = policies;
        this.judged = context.getStateStore(Stores.JUDGED);
        this.progress = context.getStateStore(Stores.POLICIES);
    }

    void schedule() {
        schedule = context.schedule(PERIOD, PunctuationType.WALL_CLOCK_TIME, now -> judgeBatch());
    }

    private void judgeBatch() {
        String target = policies.fingerprint();
        if (target.equals(progress.get(DONE))) {
            finish();
            return;
        }
        if (!target.equals(progress.get(TARGET))) {
            progress.put(TARGET, target);
            progress.delete(CURSOR);
        }
        List<KeyValue<String, Judged>> batch = next();
        batch.forEach(entry -> judge(entry.key, entry.value));
        if (batch.size() < BATCH) {
            progress.put(DONE, target);
            progress.delete(CURSOR);
        } else {
            progress.put(CURSOR, batch.get(batch.size() - 1).key);
        }
    }

    private void finish() {
        if (schedule != null) {
            schedule.cancel();
        }
    }

    private List<KeyValue<String, Judged>> next() {
        List<KeyValue<String, Judged>> batch = new ArrayList<>();
        String cursor = progress.get(CURSOR);
        try (KeyValueIterator<String, Judged> entries = judged.range(cursor, null)) {
            while (entries.hasNext() && batch.size() < BATCH) {
                KeyValue<String, Judged> entry = entries.next();
                if (!entry.key.equals(cursor)) {
                    batch.add(entry);
                }
            }
        }
        return batch;
    }

    private void judge(String key, Judged last) {
        Header header = conversations.header(key);
        boolean stale =
                !last.getPolicyHash().equals(policies.of(Keys.domainOf(key)).hash());
        if (stale && header != null && header.getPhase() == Phase.CLOSED) {
            var closed = new Assembled.Closed(Assembly.of(header, conversations.events(key)));
            context.forward(new Record<>(key, closed, context.currentSystemTimeMs()), CurationTopology.JUDGE);
        }
    }
}

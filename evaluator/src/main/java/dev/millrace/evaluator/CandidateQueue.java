package dev.millrace.evaluator;

import dev.millrace.runtime.kafka.Event;
import dev.millrace.runtime.kafka.EventConsumer;
import dev.millrace.schemas.event.AdapterCandidate;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.common.TopicPartition;

/**
 * Hands out candidates one at a time, and keeps the group's membership alive while one is judged: judging may take longer
 * than Kafka waits for a poll. For the service's thread.
 */
final class CandidateQueue implements AutoCloseable {

    private static final Duration WAIT = Duration.ofMillis(500);

    private final EventConsumer<AdapterCandidate> consumer;
    private final ExecutorService judging = Executors.newSingleThreadExecutor(work -> new Thread(work, "judge"));

    CandidateQueue(EventConsumer<AdapterCandidate> consumer) {
        this.consumer = consumer;
    }

    void join() {
        consumer.subscribe();
    }

    /** The next candidate, if one came; what came with it is read again later. */
    Optional<Event<AdapterCandidate>> next() {
        List<Event<AdapterCandidate>> events = consumer.poll(WAIT);
        if (events.isEmpty()) {
            return Optional.empty();
        }
        Map<TopicPartition, Long> again = new HashMap<>();
        events.subList(1, events.size()).forEach(event -> again.putIfAbsent(event.topicPartition(), event.offset()));
        again.forEach(consumer.client()::seek);
        return Optional.of(events.get(0));
    }

    /** Does the work in another thread while polling here with all partitions paused. */
    <T> T whileHolding(Callable<T> work) throws Exception {
        Consumer<byte[], byte[]> client = consumer.client();
        Future<T> result = judging.submit(work);
        try {
            while (!result.isDone()) {
                client.pause(client.assignment());
                consumer.poll(WAIT);
            }
            return result.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        } finally {
            client.resume(client.assignment());
        }
    }

    @Override
    public void close() {
        judging.shutdownNow();
    }
}

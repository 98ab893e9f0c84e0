package dev.millrace.evaluator;

import dev.millrace.runtime.kafka.Event;
import dev.millrace.runtime.kafka.EventConsumer;
import dev.millrace.schemas.Topics;
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
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerGroupMetadata;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/**
 * Hands out candidates one at a time, and keeps the group's membership alive while one is judged: judging may take longer
 * than Kafka waits for a poll. For the service's thread.
 */
final class CandidateQueue implements AutoCloseable {

    private static final Duration WAIT = Duration.ofMillis(500);
    private static final Duration UNFINISHED = Duration.ofSeconds(10);

    private final EventConsumer<AdapterCandidate> consumer;
    private final ExecutorService judging = Executors.newSingleThreadExecutor(CandidateQueue::thread);

    CandidateQueue(EventConsumer<AdapterCandidate> consumer) {
        this.consumer = consumer;
    }

    void join() {
        consumer.subscribe();
    }

    /** A candidate, and the membership under which it was given to this evaluator. */
    record Claim(Event<AdapterCandidate> event, ConsumerGroupMetadata group) {}

    /** The next candidate, if one came; what came with it is read again later. */
    Optional<Claim> next() {
        List<Event<AdapterCandidate>> events = consumer.poll(WAIT);
        if (events.isEmpty()) {
            return Optional.empty();
        }
        again(events.subList(1, events.size()));
        return Optional.of(new Claim(events.get(0), membership()));
    }

    /** Whether the candidates of a domain are this evaluator's to judge. */
    boolean owns(String domain) {
        Consumer<byte[], byte[]> client = consumer.client();
        int partitions = client.partitionsFor(Topics.CANDIDATES.name()).size();
        int partition = Topics.CANDIDATES.partitioning().partition(domain, partitions);
        return client.assignment().contains(new TopicPartition(Topics.CANDIDATES.name(), partition));
    }

    /** Where reading goes on, in each partition; to be asked for between two candidates. */
    Map<TopicPartition, OffsetAndMetadata> positions() {
        Consumer<byte[], byte[]> client = consumer.client();
        return client.assignment().stream()
                .collect(Collectors.toMap(
                        partition -> partition, partition -> new OffsetAndMetadata(client.position(partition))));
    }

    /** Under which the partitions are this evaluator's. */
    ConsumerGroupMetadata membership() {
        return consumer.client().groupMetadata();
    }

    /** Reads these once more, as far as they still belong to this evaluator. */
    void again(List<Event<AdapterCandidate>> events) {
        Map<TopicPartition, Long> first = new HashMap<>();
        events.forEach(event -> first.putIfAbsent(event.topicPartition(), event.offset()));
        first.keySet().retainAll(consumer.client().assignment());
        first.forEach(consumer.client()::seek);
    }

    /** Does the work in another thread while polling here with all partitions paused; those that come meanwhile wait. */
    <T> T whileHolding(Callable<T> work) throws Exception {
        Consumer<byte[], byte[]> client = consumer.client();
        Future<T> result = judging.submit(work);
        try {
            while (!result.isDone()) {
                client.pause(client.assignment());
                again(consumer.poll(WAIT));
            }
            return result.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        } finally {
            client.resume(client.assignment());
        }
    }

    /** Does not keep the process alive: an unfinished verdict is reached again by the next evaluator. */
    private static Thread thread(Runnable work) {
        Thread thread = new Thread(work, "judge");
        thread.setDaemon(true);
        return thread;
    }

    @Override
    public void close() {
        judging.shutdownNow();
        try {
            judging.awaitTermination(UNFINISHED.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}

package dev.millrace.bench;

import dev.millrace.curation.topology.CurationService;
import dev.millrace.runtime.kafka.EventProducer;
import dev.millrace.schemas.Topics;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.producer.RecordMetadata;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * How long it takes from the broker's acknowledgement of a ticket's closing event until a reader of committed records has the example, at a
 * steady rate of events. A ticket's three events come a second apart. The first seconds do not count.
 */
@Command(name = "latency", description = "From a closing event to its example at a steady rate.")
final class LatencyBench implements Callable<Integer> {
    private static final long PATIENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    @Option(names = "--rate", defaultValue = "500", description = "Events a second; default: ${DEFAULT-VALUE}.")
    private int rate;

    @Option(names = "--seconds", defaultValue = "180", description = "That count; default: ${DEFAULT-VALUE}.")
    private int seconds;

    @Option(names = "--warm-up", defaultValue = "30", description = "Seconds before them; default: ${DEFAULT-VALUE}.")
    private int warmUp;

    @Mixin
    private BenchServices.Settings settings = new BenchServices.Settings();

    private final Map<String, Long> readable = new ConcurrentHashMap<>();
    private final Map<Integer, Long> acknowledged = new ConcurrentHashMap<>();
    private final Map<Integer, Long> sent = new ConcurrentHashMap<>();
    private final ExecutorService acknowledgements = Executors.newSingleThreadExecutor();

    @Override
    public Integer call() throws Exception {
        try (BenchServices services = BenchServices.start(settings);
                CommittedRecords examples = new CommittedRecords(
                        services.context(),
                        List.of(Topics.EXAMPLES),
                        key -> readable.putIfAbsent(key, System.nanoTime()));
                CurationService curation = CurationService.create(services.context());
                EventProducer producer = services.context().kafka().producer("bench")) {
            examples.start();
            curation.start();
            BenchServices.awaitReady(curation);
            long begin = System.nanoTime();
            send(producer, begin);
            acknowledgements.shutdown();
            awaitExamples(curation);
            print(begin + TimeUnit.SECONDS.toNanos(warmUp));
            return 0;
        }
    }

    /** In each turn one ticket is opened, another answered and a third closed. */
    private void send(EventProducer producer, long begin) {
        TicketEvents tickets = new TicketEvents();
        int perSecond = rate / TicketEvents.EACH;
        int all = (warmUp + seconds) * rate;
        for (int i = 0; i < all; i++) {
            int step = i % TicketEvents.EACH;
            int ticket = i / TicketEvents.EACH - step * perSecond;
            sleepUntil(begin + (long) (i * 1e9 / rate));
            if (ticket >= 0) {
                Future<RecordMetadata> acknowledgement =
                        producer.send(Topics.TICKETS, TicketEvents.key(ticket), tickets.event(ticket, step));
                if (step == TicketEvents.EACH - 1) {
                    sent.put(ticket, System.nanoTime());
                    acknowledgements.execute(() -> await(acknowledgement, ticket));
                }
            }
        }
        producer.flush();
    }

    private static void sleepUntil(long nanos) {
        for (long left = nanos - System.nanoTime(); left > 0; left = nanos - System.nanoTime()) {
            LockSupport.parkNanos(left);
        }
    }

    private void await(Future<RecordMetadata> acknowledgement, int ticket) {
        try {
            acknowledgement.get();
            acknowledged.put(ticket, System.nanoTime());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the broker did not take an event: " + e.getCause(), e);
        }
    }

    private void awaitExamples(CurationService curation) {
        long deadline = System.nanoTime() + PATIENCE_NANOS;
        while (readable.size() < sent.size() && System.nanoTime() < deadline) {
            BenchServices.requireAlive(curation);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        }
    }

    private void print(long from) {
        List<Integer> counted = sent.keySet().stream()
                .filter(ticket -> sent.get(ticket) >= from)
                .filter(ticket ->
                        acknowledged.containsKey(ticket) && readable.containsKey(TicketEvents.exampleKey(ticket)))
                .toList();
        List<Double> millis = millis(counted, acknowledged);
        new Measurement()
                .with("p50_ms", Measurement.percentile(millis, 50))
                .with("p99_ms", Measurement.percentile(millis, 99))
                .with("p999_ms", Measurement.percentile(millis, 99.9))
                .with("most_ms", Measurement.percentile(millis, 100))
                .with("p99_ms_from_sending", Measurement.percentile(millis(counted, sent), 99))
                .with("examples", counted.size())
                .with("missing", sent.size() - readable.size())
                .with("events_per_s", rate)
                .print();
    }

    private List<Double> millis(List<Integer> tickets, Map<Integer, Long> from) {
        return tickets.stream()
                .map(ticket -> (readable.get(TicketEvents.exampleKey(ticket)) - from.get(ticket)) / 1e6)
                .toList();
    }
}

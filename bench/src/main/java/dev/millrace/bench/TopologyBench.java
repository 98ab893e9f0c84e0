package dev.millrace.bench;

import dev.millrace.curation.topology.CurationService;
import dev.millrace.runtime.kafka.EventProducer;
import dev.millrace.schemas.Topics;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * The curation service over topics that were filled before: how many conversations a second become examples that can be read, exactly
 * once, stores in RocksDB with changelogs. From the start of the service to the last example, and without the first fifth of them, in
 * which classes are compiled. The events of a hundred tickets lie between those of one.
 */
@Command(name = "topology", description = "Conversations a second of the curation service on a real broker.")
final class TopologyBench implements Callable<Integer> {
    private static final int WINDOW = 100;
    private static final double WARM = 0.2;
    private static final long SAMPLE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final int LEAST_OVER = 5;

    @Option(names = "--conversations", defaultValue = "150000", description = "Default: ${DEFAULT-VALUE}.")
    private int conversations;

    @Mixin
    private BenchServices.Settings settings = new BenchServices.Settings();

    /** How far it was at a time. */
    private record Sample(long nanos, int done, long processorNanos) {}

    private final AtomicInteger done = new AtomicInteger();

    @Override
    public Integer call() throws Exception {
        try (BenchServices services = BenchServices.start(settings)) {
            fill(services);
            List<Sample> samples = curate(services);
            print(samples);
            return 0;
        }
    }

    private void fill(BenchServices services) {
        TicketEvents tickets = new TicketEvents();
        try (EventProducer producer = services.context().kafka().producer("bench")) {
            for (int from = 0; from < conversations; from += WINDOW) {
                for (int step = 0; step < TicketEvents.EACH; step++) {
                    for (int ticket = from; ticket < Math.min(conversations, from + WINDOW); ticket++) {
                        producer.send(Topics.TICKETS, TicketEvents.key(ticket), tickets.event(ticket, step));
                    }
                }
            }
            producer.flush();
        }
    }

    private List<Sample> curate(BenchServices services) throws Exception {
        List<Sample> samples = new ArrayList<>();
        try (CommittedRecords results = new CommittedRecords(
                        services.context(),
                        List.of(Topics.EXAMPLES, Topics.REJECTIONS),
                        key -> done.incrementAndGet());
                CurationService curation = CurationService.create(services.context())) {
            results.start();
            samples.add(sample());
            curation.start();
            while (done.get() < conversations) {
                LockSupport.parkNanos(SAMPLE_NANOS);
                BenchServices.requireAlive(curation);
                samples.add(sample());
            }
        }
        return samples;
    }

    private Sample sample() {
        return new Sample(System.nanoTime(), done.get(), Rounds.PROCESS.getProcessCpuTime());
    }

    private void print(List<Sample> samples) {
        Sample first = samples.get(0);
        Sample last = samples.get(samples.size() - 1);
        Sample warm = samples.stream()
                .filter(sample -> sample.done() >= WARM * conversations)
                .findFirst()
                .orElse(last);
        double sustained = rate(warm, last);
        double processorNanos = last.processorNanos() - warm.processorNanos();
        new Measurement()
                .with("conversations_per_s", sustained)
                .with("events_per_s", sustained * TicketEvents.EACH)
                .with("least_in_5_s", least(samples, samples.indexOf(warm)))
                .with("conversations_per_s_from_start", rate(first, last))
                .with("seconds", (last.nanos() - first.nanos()) / 1e9)
                .with("processor_microseconds", processorNanos / 1e3 / Math.max(1, last.done() - warm.done()))
                .with("cores_busy", processorNanos / (last.nanos() - warm.nanos()))
                .print();
    }

    private static double least(List<Sample> samples, int from) {
        double least = Double.MAX_VALUE;
        for (int i = from; i + LEAST_OVER < samples.size(); i++) {
            least = Math.min(least, rate(samples.get(i), samples.get(i + LEAST_OVER)));
        }
        return least == Double.MAX_VALUE ? 0 : least;
    }

    private static double rate(Sample from, Sample to) {
        return (to.done() - from.done()) * 1e9 / Math.max(1, to.nanos() - from.nanos());
    }
}

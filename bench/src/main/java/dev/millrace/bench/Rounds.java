package dev.millrace.bench;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import jdk.jfr.consumer.RecordedFrame;
import picocli.CommandLine.Option;

/**
 * The same work on one thread again and again. The rate is by processor time of the whole process, compiler and collector included, so that
 * others on the machine do not count; what the clock said stands beside it. In further rounds the flight recorder tells which unit takes which
 * share of the time.
 */
final class Rounds {
    /** Tells the processor time of this process. */
    static final OperatingSystemMXBean PROCESS = ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    @Option(names = "--rounds", description = "Rounds that count; default: ${DEFAULT-VALUE}.", defaultValue = "10")
    private int rounds = 10;

    @Option(names = "--warm-up", description = "Rounds before them; default: ${DEFAULT-VALUE}.", defaultValue = "10")
    private int warmUp = 10;

    /**
     * Measures rounds.
     *
     * @param documents of one round
     * @param unit the unit that a frame of the stack belongs to; the innermost one counts
     */
    Measurement measure(int documents, Runnable round, Function<RecordedFrame, Optional<String>> unit) {
        repeat(warmUp, round);
        List<Double> rates = new ArrayList<>();
        List<Double> byClock = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            long processor = PROCESS.getProcessCpuTime();
            long begin = System.nanoTime();
            round.run();
            byClock.add(documents / Measurement.secondsSince(begin));
            rates.add(documents * 1e9 / (PROCESS.getProcessCpuTime() - processor));
        }
        Measurement measurement = new Measurement()
                .with("documents_per_second", Measurement.median(rates))
                .with("least", Measurement.percentile(rates, 0))
                .with("most", Measurement.percentile(rates, 100))
                .with("by_clock", Measurement.median(byClock));
        shares(() -> repeat(rounds, round), unit).forEach((name, share) -> measurement.with("share of " + name, share));
        return measurement;
    }

    private static void repeat(int times, Runnable round) {
        for (int i = 0; i < times; i++) {
            round.run();
        }
    }

    private static Map<String, Double> shares(Runnable work, Function<RecordedFrame, Optional<String>> unit) {
        try {
            return SampledShares.of(work, unit);
        } catch (IOException e) {
            throw new IllegalStateException("the flight recorder's samples cannot be read: " + e.getMessage(), e);
        }
    }
}

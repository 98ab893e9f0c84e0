package dev.millrace.bench;

import com.sun.management.OperatingSystemMXBean;
import dev.millrace.curation.rules.Policy;
import dev.millrace.runtime.config.PolicyConfig;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * Redaction of generated tickets on one thread, each a conversation of its own: names learnt, spans found, text written. The rate
 * is by processor time of the whole process, compiler and collector included, so that others on the machine do not count; what
 * the clock said stands beside it.
 */
@Command(name = "redact", description = "Redaction of generated tickets of 1.6 kB on one thread.")
final class RedactionBench implements Runnable {
    private static final int TICKETS = 20_000;
    private static final String PACKAGE = "dev.millrace.curation.rules.redaction.";
    private static final Set<String> HELPERS =
            Set.of("Chars", "CheckDigits", "Context", "WordFilter", "Span", "IdForm");
    private static final OperatingSystemMXBean PROCESS =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    @Option(names = "--rounds", description = "Rounds that count; default: ${DEFAULT-VALUE}.", defaultValue = "10")
    private int rounds = 10;

    @Option(names = "--warm-up", description = "Rounds before them; default: ${DEFAULT-VALUE}.", defaultValue = "10")
    private int warmUp = 10;

    private final Policy policy = Policy.of(PolicyConfig.DEFAULTS);
    private long spans;

    @Override
    public void run() {
        List<String> tickets = new Tickets(7).texts(TICKETS);
        for (int i = 0; i < warmUp; i++) {
            round(tickets);
        }
        List<Double> rates = new ArrayList<>();
        List<Double> byClock = new ArrayList<>();
        for (int i = 0; i < rounds; i++) {
            long processor = PROCESS.getProcessCpuTime();
            long begin = System.nanoTime();
            round(tickets);
            byClock.add(tickets.size() / Measurement.secondsSince(begin));
            rates.add(tickets.size() * 1e9 / (PROCESS.getProcessCpuTime() - processor));
        }
        Map<String, Double> shares = shares(() -> {
            for (int i = 0; i < rounds; i++) {
                round(tickets);
            }
        });
        Measurement measurement = new Measurement()
                .with("documents_per_second", Measurement.median(rates))
                .with(
                        "least",
                        rates.stream().mapToDouble(Double::doubleValue).min().orElseThrow())
                .with(
                        "most",
                        rates.stream().mapToDouble(Double::doubleValue).max().orElseThrow())
                .with("by_clock", Measurement.median(byClock))
                .with(
                        "characters",
                        tickets.stream().mapToInt(String::length).average().orElseThrow())
                .with("spans_per_document", (double) spans / tickets.size());
        shares.forEach((unit, share) -> measurement.with("share of " + unit, share));
        measurement.print();
    }

    private void round(List<String> tickets) {
        spans = 0;
        for (String ticket : tickets) {
            policy.redactor(List.of(ticket), List.of()).redact(ticket, found -> spans++);
        }
    }

    private static Map<String, Double> shares(Runnable work) {
        try {
            return SampledShares.of(work, PACKAGE, HELPERS);
        } catch (IOException e) {
            throw new IllegalStateException("the flight recorder's samples cannot be read: " + e.getMessage(), e);
        }
    }
}

package dev.millrace.bench;

import dev.millrace.curation.rules.Policy;
import dev.millrace.runtime.config.PolicyConfig;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Redaction of generated tickets on one thread, each a conversation of its own: names learnt, spans found, text written. */
@Command(name = "redact", description = "Redaction of generated tickets of 1.6 kB on one thread.")
final class RedactionBench implements Runnable {
    private static final int TICKETS = 5_000;
    private static final List<String> PACKAGE = List.of("dev.millrace.curation.rules.redaction.");

    @Option(names = "--rounds", description = "Rounds that count; default: ${DEFAULT-VALUE}.", defaultValue = "20")
    private int rounds = 20;

    @Option(names = "--warm-up", description = "Rounds before them; default: ${DEFAULT-VALUE}.", defaultValue = "20")
    private int warmUp = 20;

    private final Policy policy = Policy.of(PolicyConfig.DEFAULTS);
    private long spans;

    @Override
    public void run() {
        List<String> tickets = new Tickets(7).texts(TICKETS);
        for (int i = 0; i < warmUp; i++) {
            round(tickets);
        }
        List<Double> rates = new ArrayList<>();
        Map<String, Double> shares = shares(() -> {
            for (int i = 0; i < rounds; i++) {
                rates.add(tickets.size() / round(tickets));
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
                .with(
                        "characters",
                        tickets.stream().mapToInt(String::length).average().orElseThrow())
                .with("spans_per_document", (double) spans / tickets.size());
        shares.forEach((unit, share) -> measurement.with("share of " + unit, share));
        measurement.print();
    }

    /** Seconds that it took. */
    private double round(List<String> tickets) {
        spans = 0;
        long begin = System.nanoTime();
        for (String ticket : tickets) {
            policy.redactor(List.of(ticket), List.of()).redact(ticket, found -> spans++);
        }
        return Measurement.secondsSince(begin);
    }

    private static Map<String, Double> shares(Runnable work) {
        try {
            return SampledShares.of(work, PACKAGE);
        } catch (IOException e) {
            throw new IllegalStateException("the flight recorder's samples cannot be read: " + e.getMessage(), e);
        }
    }
}

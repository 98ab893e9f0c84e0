package dev.millrace.bench;

import dev.millrace.lm.train.ProcessMemory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;

/** Figures by name, in order, as one line of JSON. */
final class Measurement {

    private static final long MIB = 1 << 20;

    private final Map<String, Double> figures = new LinkedHashMap<>();

    Measurement with(String name, double value) {
        figures.put(name, value);
        return this;
    }

    /** Adds the most memory that this process ever had, and prints. */
    void print() {
        with("peak_rss_mb", (double) ProcessMemory.peak() / MIB);
        System.out.println(figures.entrySet().stream()
                .map(figure -> String.format(Locale.ROOT, "\"%s\": %.4f", figure.getKey(), figure.getValue()))
                .collect(Collectors.joining(", ", "{", "}")));
    }

    static double median(List<Double> values) {
        List<Double> sorted = values.stream().sorted().toList();
        int middle = sorted.size() / 2;
        return sorted.size() % 2 == 1 ? sorted.get(middle) : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
    }

    /** The value that so many of a hundred do not exceed; 0 where there is none. */
    static double percentile(List<Double> values, double percent) {
        List<Double> sorted = values.stream().sorted().toList();
        int rank = (int) Math.ceil(percent / 100 * sorted.size());
        return sorted.isEmpty() ? 0 : sorted.get(Math.max(0, rank - 1));
    }

    static double secondsSince(long nanos) {
        return (System.nanoTime() - nanos) / 1e9;
    }
}

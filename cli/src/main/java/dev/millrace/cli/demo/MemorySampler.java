package dev.millrace.cli.demo;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * Samples the memory of this process and all below it, once a second: the sum of their proportional set sizes (PSS), in
 * which a page that several processes share counts once. On systems without {@code /proc} the peak stays 0.
 */
final class MemorySampler implements AutoCloseable {
    private static final String PSS = "Pss:";
    private static final long KIB_PER_MIB = 1024;

    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(task -> {
        Thread thread = new Thread(task, "memory-sampler");
        thread.setDaemon(true);
        return thread;
    });
    private volatile long peakKib;

    void start() {
        var unused = clock.scheduleWithFixedDelay(this::sample, 0, 1, TimeUnit.SECONDS);
    }

    long peakMb() {
        return peakKib / KIB_PER_MIB;
    }

    private void sample() {
        ProcessHandle self = ProcessHandle.current();
        long sum = Stream.concat(Stream.of(self), self.descendants())
                .mapToLong(process -> pssKib(process.pid()))
                .sum();
        peakKib = Math.max(peakKib, sum);
    }

    private static long pssKib(long pid) {
        try (Stream<String> lines = Files.lines(Path.of("/proc", Long.toString(pid), "smaps_rollup"))) {
            return lines.filter(line -> line.startsWith(PSS))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException | java.io.UncheckedIOException endedMeanwhile) {
            return 0;
        }
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }
}

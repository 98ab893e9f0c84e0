package dev.millrace.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;

/**
 * Which class takes which share of a thread's time, by samples of the JDK's flight recorder: a sample counts for the class of
 * some packages that stands nearest to the top of the stack. Start the JVM with {@code -XX:+UnlockDiagnosticVMOptions
 * -XX:+DebugNonSafepoints}, or samples are laid to the nearest safepoint.
 */
final class SampledShares {
    private static final String SAMPLE = "jdk.ExecutionSample";
    private static final Duration PERIOD = Duration.ofMillis(10);

    private SampledShares() {}

    /** Does the work of the calling thread; shares by simple name of the class, largest first. */
    static Map<String, Double> of(Runnable work, List<String> packages) throws IOException {
        Path file = Files.createTempFile("samples", ".jfr");
        try (Recording recording = new Recording()) {
            recording.enable(SAMPLE).withPeriod(PERIOD);
            recording.start();
            work.run();
            recording.stop();
            recording.dump(file);
            return shares(file, packages, Thread.currentThread().getName());
        } finally {
            Files.delete(file);
        }
    }

    private static Map<String, Double> shares(Path file, List<String> packages, String thread) throws IOException {
        Map<String, Integer> counts = new TreeMap<>();
        for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
            boolean sample = event.getEventType().getName().equals(SAMPLE)
                    && thread.equals(event.getThread("sampledThread").getJavaName());
            if (sample) {
                counts.merge(unit(event.getStackTrace(), packages), 1, Integer::sum);
            }
        }
        double all = counts.values().stream().mapToInt(Integer::intValue).sum();
        Map<String, Double> shares = new LinkedHashMap<>();
        counts.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .forEach(count -> shares.put(count.getKey(), count.getValue() / all));
        return shares;
    }

    private static String unit(RecordedStackTrace stack, List<String> packages) {
        for (RecordedFrame frame : stack.getFrames()) {
            String type = frame.getMethod().getType().getName();
            if (packages.stream().anyMatch(type::startsWith)) {
                String name = type.substring(type.lastIndexOf('.') + 1);
                return name.contains("$") ? name.substring(0, name.indexOf('$')) : name;
            }
        }
        return "other";
    }
}

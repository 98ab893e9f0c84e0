package dev.millrace.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;

/**
 * Which class takes which share of a thread's time, by samples of the JDK's flight recorder: a sample counts for the class of a
 * package that stands nearest to the top of the stack, helpers left out. Start the JVM with {@code
 * -XX:+UnlockDiagnosticVMOptions -XX:+DebugNonSafepoints}, or samples are laid to the nearest safepoint.
 */
final class SampledShares {
    private static final String SAMPLE = "jdk.ExecutionSample";
    private static final Pattern SIGN = Pattern.compile("[$/.]");
    private static final Duration PERIOD = Duration.ofMillis(10);

    private SampledShares() {}

    /**
     * Does the work of the calling thread; shares by simple name of the class, largest first.
     *
     * @param prefix of the names of classes that count, its dot included
     * @param helpers simple names of classes whose time is their caller's
     */
    static Map<String, Double> of(Runnable work, String prefix, Set<String> helpers) throws IOException {
        Path file = Files.createTempFile("samples", ".jfr");
        try (Recording recording = new Recording()) {
            recording.enable(SAMPLE).withPeriod(PERIOD);
            recording.start();
            work.run();
            recording.stop();
            recording.dump(file);
            return shares(file, prefix, helpers, Thread.currentThread().getName());
        } finally {
            Files.delete(file);
        }
    }

    private static Map<String, Double> shares(Path file, String prefix, Set<String> helpers, String thread)
            throws IOException {
        Map<String, Integer> counts = new TreeMap<>();
        for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
            boolean sample = event.getEventType().getName().equals(SAMPLE)
                    && thread.equals(event.getThread("sampledThread").getJavaName());
            if (sample) {
                counts.merge(unit(event.getStackTrace(), prefix, helpers), 1, Integer::sum);
            }
        }
        double all = counts.values().stream().mapToInt(Integer::intValue).sum();
        Map<String, Double> shares = new LinkedHashMap<>();
        counts.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .forEach(count -> shares.put(count.getKey(), count.getValue() / all));
        return shares;
    }

    private static String unit(RecordedStackTrace stack, String prefix, Set<String> helpers) {
        for (RecordedFrame frame : stack.getFrames()) {
            String type = frame.getMethod().getType().getName();
            if (type.startsWith(prefix)) {
                String name = SIGN.splitAsStream(type.substring(prefix.length()))
                        .findFirst()
                        .orElse(type);
                if (!helpers.contains(name)) {
                    return name;
                }
            }
        }
        return "other";
    }
}

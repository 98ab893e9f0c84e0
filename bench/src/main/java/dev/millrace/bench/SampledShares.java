package dev.millrace.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Pattern;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedStackTrace;
import jdk.jfr.consumer.RecordingFile;

/**
 * Which unit takes which share of a thread's time, by samples of the JDK's flight recorder: a sample counts for the unit that
 * stands nearest to the top of the stack. Start the JVM with {@code
 * -XX:+UnlockDiagnosticVMOptions -XX:+DebugNonSafepoints}, or samples are laid to the nearest safepoint.
 */
final class SampledShares {
    private static final String SAMPLE = "jdk.ExecutionSample";
    private static final Pattern SIGN = Pattern.compile("[$/.]");
    private static final Duration PERIOD = Duration.ofMillis(10);

    private SampledShares() {}

    /**
     * Does the work of the calling thread; shares by unit, largest first.
     *
     * @param unit that a frame of the stack belongs to; empty where its time is its caller's
     */
    static Map<String, Double> of(Runnable work, Function<RecordedFrame, Optional<String>> unit) throws IOException {
        Path file = Files.createTempFile("samples", ".jfr");
        try (Recording recording = new Recording()) {
            recording.enable(SAMPLE).withPeriod(PERIOD);
            recording.start();
            work.run();
            recording.stop();
            recording.dump(file);
            return shares(file, unit, Thread.currentThread().getName());
        } finally {
            Files.delete(file);
        }
    }

    private static Map<String, Double> shares(Path file, Function<RecordedFrame, Optional<String>> unit, String thread)
            throws IOException {
        Map<String, Integer> counts = new TreeMap<>();
        for (RecordedEvent event : RecordingFile.readAllEvents(file)) {
            boolean sample = event.getEventType().getName().equals(SAMPLE)
                    && thread.equals(event.getThread("sampledThread").getJavaName());
            if (sample) {
                counts.merge(innermost(event.getStackTrace(), unit), 1, Integer::sum);
            }
        }
        double all = counts.values().stream().mapToInt(Integer::intValue).sum();
        Map<String, Double> shares = new LinkedHashMap<>();
        counts.entrySet().stream()
                .sorted(Map.Entry.comparingByValue(Comparator.reverseOrder()))
                .forEach(count -> shares.put(count.getKey(), count.getValue() / all));
        return shares;
    }

    private static String innermost(RecordedStackTrace stack, Function<RecordedFrame, Optional<String>> unit) {
        return stack.getFrames().stream()
                .flatMap(frame -> unit.apply(frame).stream())
                .findFirst()
                .orElse("other");
    }

    /** The simple name of a frame's class, or of the one around it, if it is in a package whose name and dot are given. */
    static Optional<String> classIn(RecordedFrame frame, String prefix) {
        String type = frame.getMethod().getType().getName();
        return type.startsWith(prefix)
                ? SIGN.splitAsStream(type.substring(prefix.length())).findFirst()
                : Optional.empty();
    }
}

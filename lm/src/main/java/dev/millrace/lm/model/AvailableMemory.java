package dev.millrace.lm.model;

import dev.millrace.lm.torch.Device;
import dev.millrace.lm.torch.Torch;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Memory that this process may still take: what the system could give without swapping ({@code MemAvailable} of
 * {@code /proc/meminfo}), or what is left below a container's limit (cgroup v2 or v1), whichever is less. Elsewhere than on
 * Linux: what the Java runtime calls free.
 */
final class AvailableMemory {

    /** The rest is for operators' passing needs, for the page cache, and for whatever else the machine does. */
    private static final double SAFE_SHARE = 0.5;

    private static final String MEMINFO = "proc/meminfo";

    private AvailableMemory() {}

    /** What activations may take of a device's memory; on the processor the heap that Java may still take is left out. */
    static long safeShare(Device device) {
        if (device == Device.CUDA) {
            return (long) (SAFE_SHARE * Torch.freeGpuMemory());
        }
        Runtime runtime = Runtime.getRuntime();
        long heapToCome = runtime.maxMemory() - runtime.totalMemory();
        return (long) (SAFE_SHARE * Math.max(0, bytes(Path.of("/")) - heapToCome));
    }

    /** @param root of the file system that tells */
    static long bytes(Path root) {
        if (!Files.exists(root.resolve(MEMINFO))) {
            return free();
        }
        long system = value(root.resolve(MEMINFO), "MemAvailable:") * 1024;
        return Math.min(system, Math.min(leftOfVersion2(root), leftOfVersion1(root)));
    }

    private static long leftOfVersion2(Path root) {
        Path group = root.resolve("sys/fs/cgroup");
        return left(
                number(group.resolve("memory.max")),
                number(group.resolve("memory.current")),
                value(group.resolve("memory.stat"), "inactive_file"));
    }

    private static long leftOfVersion1(Path root) {
        Path group = root.resolve("sys/fs/cgroup/memory");
        return left(
                number(group.resolve("memory.limit_in_bytes")),
                number(group.resolve("memory.usage_in_bytes")),
                value(group.resolve("memory.stat"), "total_inactive_file"));
    }

    /** Cached files count as used but make room at once. */
    private static long left(long limit, long used, long cachedFiles) {
        return limit < 0 ? Long.MAX_VALUE : Math.max(0, limit - Math.max(0, used - cachedFiles));
    }

    /** A file of one number; -1 where it is absent or says {@code max}. */
    private static long number(Path file) {
        List<String> lines = lines(file);
        return lines.size() == 1 && lines.get(0).matches("\\d{1,18}") ? Long.parseLong(lines.get(0)) : -1;
    }

    /** The number behind a word at the start of a line; 0 where there is none. */
    private static long value(Path file, String word) {
        return lines(file).stream()
                .filter(line -> line.startsWith(word))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElse(0);
    }

    private static List<String> lines(Path file) {
        try {
            return Files.exists(file) ? Files.readAllLines(file) : List.of();
        } catch (IOException e) {
            return List.of();
        }
    }

    private static long free() {
        return ManagementFactory.getOperatingSystemMXBean() instanceof com.sun.management.OperatingSystemMXBean system
                ? system.getFreeMemorySize()
                : 0;
    }
}

package dev.millrace.lm.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/** Resident memory of this process outside the Java heap, which grows and shrinks as the collector likes. */
public final class NativeMemory {

    private static final Pattern MAPPING = Pattern.compile("^[0-9a-f]+-[0-9a-f]+ ");

    /** HotSpot lays heap and classes below this as long as object pointers are compressed. */
    private static final long NATIVE_ADDRESSES = 1L << 36;

    private NativeMemory() {}

    public static long kilobytes() {
        boolean counted = false;
        long kilobytes = 0;
        for (String line : smaps()) {
            if (MAPPING.matcher(line).find()) {
                counted = Long.parseUnsignedLong(line.substring(0, line.indexOf('-')), 16) >= NATIVE_ADDRESSES;
            } else if (counted && line.startsWith("Rss:")) {
                kilobytes += Long.parseLong(line.replaceAll("\\D", ""));
            }
        }
        return kilobytes;
    }

    private static List<String> smaps() {
        try {
            return Files.readAllLines(Path.of("/proc/self/smaps"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}

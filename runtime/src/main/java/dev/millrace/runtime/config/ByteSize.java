package dev.millrace.runtime.config;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * An amount of bytes, written as {@code 256kB}, {@code 8MiB} or plain bytes; kB, MB and GB count by 1000, KiB, MiB and
 * GiB by 1024.
 */
public record ByteSize(long bytes) {

    private static final Pattern TEXT = Pattern.compile("(\\d{1,15})\\s*([a-z]*)");
    private static final Map<String, Long> UNITS = Map.of(
            "", 1L,
            "b", 1L,
            "kb", 1000L,
            "mb", 1000_000L,
            "gb", 1000_000_000L,
            "kib", 1L << 10,
            "mib", 1L << 20,
            "gib", 1L << 30);

    public ByteSize {
        if (bytes < 0) {
            throw new IllegalArgumentException("a size is " + bytes + "; expected 0 or more bytes");
        }
    }

    public static ByteSize parse(String text) {
        Matcher matcher = TEXT.matcher(text.strip().toLowerCase(Locale.ROOT));
        Long unit = matcher.matches() ? UNITS.get(matcher.group(2)) : null;
        if (unit == null) {
            throw new IllegalArgumentException("'" + text + "' is not a size such as 256kB, 8MiB or 1048576");
        }
        return new ByteSize(Math.multiplyExact(Long.parseLong(matcher.group(1)), unit));
    }

    /** As an int, for sizes of buffers. */
    public int toInt() {
        return Math.toIntExact(bytes);
    }

    @Override
    public String toString() {
        if (bytes > 0 && bytes % 1000_000 == 0) {
            return bytes / 1000_000 + "MB";
        }
        return bytes > 0 && bytes % 1000 == 0 ? bytes / 1000 + "kB" : bytes + "B";
    }
}

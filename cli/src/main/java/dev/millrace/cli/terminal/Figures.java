package dev.millrace.cli.terminal;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Locale;

/** How numbers, sizes, times and ids are written for people. */
public final class Figures {
    private static final int SHORT_ID = 12;
    private static final long KILO = 1024;

    private Figures() {}

    public static String count(long value) {
        return String.format(Locale.ROOT, "%,d", value);
    }

    /** Decimal places fit for a loss in nats. */
    public static String loss(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }

    public static String bytes(long value) {
        if (value < KILO) {
            return value + " B";
        }
        double scaled = value;
        int unit = -1;
        while (scaled >= KILO && unit < 3) {
            scaled /= KILO;
            unit++;
        }
        return String.format(Locale.ROOT, "%.1f %s", scaled, new String[] {"KiB", "MiB", "GiB", "TiB"}[unit]);
    }

    public static String duration(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < 60) {
            return seconds + " s";
        }
        if (seconds < 3600) {
            return "%d:%02d min".formatted(seconds / 60, seconds % 60);
        }
        return "%d:%02d h".formatted(seconds / 3600, seconds % 3600 / 60);
    }

    /** A moment to the second, in UTC. */
    public static String time(Instant instant) {
        return instant.truncatedTo(ChronoUnit.SECONDS).toString();
    }

    /** Time since, such as {@code 5 min ago}. */
    public static String ago(Instant then, Instant now) {
        long seconds = Math.max(0, Duration.between(then, now).toSeconds());
        if (seconds < 60) {
            return seconds + " s ago";
        }
        if (seconds < 3600) {
            return seconds / 60 + " min ago";
        }
        return seconds < 2 * 86400 ? seconds / 3600 + " h ago" : seconds / 86400 + " days ago";
    }

    /** The first characters of an id, enough to tell ids apart; commands accept them. */
    public static String shortId(String id) {
        return id.length() <= SHORT_ID ? id : id.substring(0, SHORT_ID);
    }
}

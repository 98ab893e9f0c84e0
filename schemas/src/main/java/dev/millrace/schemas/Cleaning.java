package dev.millrace.schemas;

import java.time.Duration;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * How soon the brokers have to clean, so that a person who asked to be forgotten is gone from every log before the deadline.
 * Immutable.
 *
 * <p>By default Kafka promises nothing: a compacted log may keep a replaced value for ever, and the segment that is written to
 * is never cleaned (KIP-354). So segments are short, and cleaning may lag by no more than a segment is long. What a tombstone
 * takes back is gone at the latest when the segment that holds the tombstone was closed and then cleaned: after three times
 * the {@link #lag}, if something is written meanwhile to close it. What is kept for a time is gone after that time and one
 * segment; {@link #retention} leaves room for both.
 *
 * @param deadline from the request to the last trace
 */
public record Cleaning(Duration deadline) {
    private static final Duration LONGEST_LAG = Duration.ofDays(1);
    private static final Duration LONGEST_TOMBSTONE = Duration.ofDays(1);
    private static final Duration LONGEST_DOOMED = Duration.ofMinutes(1);

    /** Longest time that a segment stays open, and that a replaced value may wait to be cleaned: an eighth of the deadline, a day at most. */
    public Duration lag() {
        return shorter(deadline.dividedBy(8), LONGEST_LAG);
    }

    /** How long tombstones stay for those who read late: a quarter of the deadline, a day at most. */
    public Duration tombstones() {
        return shorter(deadline.dividedBy(4), LONGEST_TOMBSTONE);
    }

    /** How long records may be kept that are wanted for so long: two segments less than the deadline at most. */
    public Duration retention(Duration wanted) {
        return shorter(wanted, deadline.minus(lag().multipliedBy(2)));
    }

    /** Settings of brokers, which have to look for what they can remove or clean: four times a lag, or as often as they do anyhow. */
    public SortedMap<String, String> broker() {
        SortedMap<String, String> settings = new TreeMap<>();
        settings.put("log.retention.check.interval.ms", milliseconds(shorter(look(), Duration.ofMinutes(5))));
        settings.put("log.cleaner.backoff.ms", milliseconds(shorter(look(), Duration.ofSeconds(15))));
        return settings;
    }

    private Duration look() {
        return lag().dividedBy(4);
    }

    /** Settings of a compacted topic, a changelog included; in order of name. */
    public SortedMap<String, String> compaction() {
        SortedMap<String, String> settings = new TreeMap<>();
        settings.put("max.compaction.lag.ms", milliseconds(lag()));
        settings.put("segment.ms", milliseconds(lag()));
        settings.put("file.delete.delay.ms", milliseconds(shorter(look(), LONGEST_DOOMED)));
        settings.put("delete.retention.ms", milliseconds(tombstones()));
        return settings;
    }

    /** Settings of a topic that keeps records for a time. */
    SortedMap<String, String> deletion(Duration wanted) {
        SortedMap<String, String> settings = new TreeMap<>();
        settings.put("retention.ms", milliseconds(retention(wanted)));
        settings.put("segment.ms", milliseconds(lag()));
        settings.put("file.delete.delay.ms", milliseconds(shorter(look(), LONGEST_DOOMED)));
        return settings;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) <= 0 ? one : other;
    }

    private static String milliseconds(Duration duration) {
        return Long.toString(duration.toMillis());
    }
}

package dev.millrace.ingest.webhook;

import dev.millrace.ingest.event.JsonFields;
import dev.millrace.ingest.event.Problems;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A message as an event of Slack shows it.
 *
 * @param ts its time stamp, which is its id within the channel
 * @param version tells an edited message from the one before; empty before the first edit
 * @param thread time stamp of the message that the thread began with, its own outside of threads
 * @param starter who began the thread, null outside of threads
 */
record SlackMessage(
        String channel,
        String ts,
        Instant at,
        String version,
        String thread,
        @Nullable String user,
        @Nullable String starter,
        boolean bot,
        String text) {

    private static final Pattern STAMP = Pattern.compile("\\d{1,12}\\.\\d{1,9}");

    /** The message, if there is one and it has a time. */
    static Optional<SlackMessage> of(Optional<JsonFields> found, String channel, Problems problems) {
        return found.flatMap(fields -> stamp(fields, "ts", problems)
                .map(at -> of(fields, fields.requireText("ts").orElseThrow(), at, channel)));
    }

    private static SlackMessage of(JsonFields fields, String ts, Instant at, String channel) {
        String thread = fields.text("thread_ts").orElse(ts);
        return new SlackMessage(
                channel,
                ts,
                at,
                fields.object("edited").flatMap(edit -> edit.text("ts")).orElse(""),
                thread,
                fields.id("user").orElse(null),
                thread.equals(ts) ? null : fields.id("parent_user_id").orElse(null),
                fields.id("bot_id").isPresent(),
                fields.text("text").orElse(""));
    }

    /** A time stamp such as {@code 1719209506.817929}, cut to milliseconds. */
    static Optional<Instant> stamp(JsonFields fields, String name, Problems problems) {
        Optional<String> text = fields.requireText(name);
        if (text.filter(found -> !STAMP.matcher(found).matches()).isPresent()) {
            problems.add(fields.path(name), "is no time stamp; expected one such as 1719209506.817929");
            return Optional.empty();
        }
        return text.map(found ->
                Instant.ofEpochMilli(new BigDecimal(found).movePointRight(3).longValue()));
    }

    boolean isEdited() {
        return !version.isEmpty();
    }

    String chatId() {
        return channel + ":" + thread;
    }

    /** Of the message in this version. */
    String eventId() {
        return isEdited() ? firstEventId() + "-" + version : firstEventId();
    }

    /** Of every version that is known to have been: an edit may not have arrived. */
    List<String> eventIds() {
        return isEdited() ? List.of(firstEventId(), eventId()) : List.of(firstEventId());
    }

    private String firstEventId() {
        return channel + ":" + ts;
    }
}

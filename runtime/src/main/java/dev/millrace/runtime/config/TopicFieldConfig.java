package dev.millrace.runtime.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

@Doc("What a field of the event is made of. Written short, `body: /text`, it is `path`.")
public record TopicFieldConfig(
        @Doc(
                "Where the value stands in the record: a JSON pointer (RFC 6901) such as `/customer/id`; `/@…` is what"
                        + " stands around the row. Of several, the values that are there are joined; of times, the first is taken.")
        @Shorthand
        List<String> path,

        @Doc("What stands between the values of several paths; a blank unless given.") @Nullable
        String join,

        @Doc("The value itself, in place of `path`.") @Nullable
        String constant,

        @Doc(
                "What values of the record mean, such as `{staff: agent, requester: customer}`; any other is refused, unless"
                        + " there is `otherwise`. Empty takes the value as it is.")
        Map<String, String> values,

        @Doc("The value where the record has none, or one that `values` does not name.") @Nullable
        String otherwise,

        @Doc("What is put before the value.") @Nullable String prefix,

        @Doc("What a number means as a time. Text is always ISO 8601, without an offset UTC; what a record's own schema"
                + " declares to be a time (Avro, JSON with schema) is known as one.")
        TimeFormat time,

        @Doc("Whether the text is HTML, to be turned into plain text.")
        boolean html) {

    /** How times are written. */
    public enum TimeFormat {
        ISO,
        EPOCH_SECONDS,
        EPOCH_MILLIS,
        EPOCH_MICROS,
        EPOCH_NANOS
    }

    public static final TopicFieldConfig DEFAULTS =
            new TopicFieldConfig(List.of(), null, null, Map.of(), null, null, TimeFormat.ISO, false);

    public TopicFieldConfig {
        path = List.copyOf(path);
        values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
        path.forEach(one -> RecordPaths.check("path", one));
        Check.that(constant == null || path.isEmpty(), "constant", "given beside path", "one of the two");
    }
}

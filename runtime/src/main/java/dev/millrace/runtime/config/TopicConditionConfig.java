package dev.millrace.runtime.config;

import java.util.List;
import org.jspecify.annotations.Nullable;

@Doc("A condition on what stands at a path of the record, which is the key. Written short, `/status: solved` or"
        + " `/status: [solved, closed]`, it is `in`. What is given has to hold together.")
public record TopicConditionConfig(
        @Doc("It is one of these.") @Shorthand List<String> in,
        @Doc("It is there and none of these.") List<String> notIn,

        @Doc("Whether it is there at all: `present`, `absent` (null counts as absent); or, with `envelope: debezium`,"
                + " `changed`: another value than before the change. What was created has changed, and so has an update"
                + " that does not tell how the row was before.")
        @Nullable
        State is) {

    /** What can be asked of a value without naming one. */
    public enum State {
        PRESENT,
        ABSENT,
        CHANGED
    }

    public static final TopicConditionConfig DEFAULTS = new TopicConditionConfig(List.of(), List.of(), null);

    public TopicConditionConfig {
        in = List.copyOf(in);
        notIn = List.copyOf(notIn);
        Check.that(
                is != State.ABSENT || (in.isEmpty() && notIn.isEmpty()),
                "is",
                "absent beside in or notIn",
                "one of them");
    }

    boolean asksForChange() {
        return is == State.CHANGED;
    }
}

package dev.millrace.ingest.topic;

import com.fasterxml.jackson.databind.JsonNode;
import dev.millrace.runtime.config.TopicConditionConfig;
import dev.millrace.runtime.config.TopicConditionConfig.State;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What has to hold of one value of a record. Numbers and truth values are compared by how they are written. */
final class Condition {
    private final RecordPath path;
    private final Set<String> in;
    private final Set<String> notIn;
    private final @Nullable State is;

    Condition(String path, TopicConditionConfig config) {
        this.path = new RecordPath(path);
        this.in = Set.copyOf(config.in());
        this.notIn = Set.copyOf(config.notIn());
        this.is = config.is();
    }

    boolean holds(Change change) {
        JsonNode value = path.in(change);
        boolean there = !value.isMissingNode() && !value.isNull();
        if (is == State.ABSENT) {
            return !there;
        }
        return (is != State.PRESENT || there)
                && (is != State.CHANGED || path.changed(change))
                && (in.isEmpty() || (there && in.contains(value.asText())))
                && (notIn.isEmpty() || (there && !notIn.contains(value.asText())));
    }
}

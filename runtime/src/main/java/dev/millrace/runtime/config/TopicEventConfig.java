package dev.millrace.runtime.config;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

@Doc("An event that a record may tell of: when, and what its fields are made of. A record for which several hold gives"
        + " several events; one for which none holds is counted and passed over.")
public record TopicEventConfig(
        @Doc("Type of the event: `opened`, `replied`, `resolved`, `reopened`, `rated`, `redacted` of a ticket;"
                + " `message`, `ended`, `rated`, `redacted` of a chat. The name of the entry unless given.")
        @Nullable
        String type,

        @Doc("With `envelope: debezium`: which changes of the row may tell of it. `create` is a snapshot's row too;"
                + " of a `delete` the paths show the row as it was before.")
        List<Operation> operations,

        @Doc("Conditions by path (JSON pointer); all have to hold.")
        Map<String, TopicConditionConfig> when,

        @Doc("Fields of the event by name, on top of those of the source; `docs/topics-of-others.md` lists them.")
        Map<String, TopicFieldConfig> fields) {

    /** What happened to a row. */
    public enum Operation {
        CREATE,
        UPDATE,
        DELETE
    }

    public static final TopicEventConfig DEFAULTS =
            new TopicEventConfig(null, List.of(Operation.CREATE, Operation.UPDATE), Map.of(), Map.of());

    public TopicEventConfig {
        operations = List.copyOf(operations);
        when = Collections.unmodifiableMap(new LinkedHashMap<>(when));
        fields = Collections.unmodifiableMap(new LinkedHashMap<>(fields));
        Check.notEmpty("operations", operations);
        when.keySet().forEach(path -> RecordPaths.check("when", path));
    }

    /** Whether it asks what only an envelope can tell. */
    boolean needsEnvelope() {
        return operations.contains(Operation.DELETE)
                || when.values().stream().anyMatch(TopicConditionConfig::asksForChange);
    }
}

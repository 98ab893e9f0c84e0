package dev.millrace.cli.look;

import dev.millrace.runtime.ExitCode;
import dev.millrace.runtime.UserError;
import dev.millrace.runtime.kafka.KafkaClients;
import dev.millrace.runtime.kafka.TopicReader;
import dev.millrace.runtime.kafka.TopicTable;
import dev.millrace.schemas.Topic;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;

/** The newest value of each key of a topic, as it stands now. */
public final class Newest {
    private final KafkaClients kafka;

    public Newest(KafkaClients kafka) {
        this.kafka = kafka;
    }

    /** By key, in the order in which they were written. */
    public <V extends SpecificRecord> Map<String, V> of(Topic<V> topic) {
        try (TopicTable<V> table = kafka.table(topic)) {
            return new LinkedHashMap<>(table.refresh().values());
        }
    }

    /** Of a topic that is not compacted. */
    public <V extends SpecificRecord> Map<String, V> inLog(Topic<V> topic) {
        Map<String, V> newest = new LinkedHashMap<>();
        try (TopicReader<V> reader = kafka.reader(topic)) {
            reader.readToEnd(event -> {
                V value = event.value();
                if (value != null) {
                    newest.put(event.key(), value);
                }
            });
        }
        return newest;
    }

    /**
     * The one value whose id begins with a prefix.
     *
     * @throws UserError if there is none, or more than one
     */
    public static <V> V one(String what, String prefix, Collection<V> values, Function<V, String> id) {
        List<V> found = values.stream()
                .filter(value -> id.apply(value).startsWith(prefix))
                .toList();
        if (found.isEmpty()) {
            throw new UserError(
                    ExitCode.NOT_FOUND, "there is no %s '%s'; 'millrace %ss' lists them".formatted(what, prefix, what));
        }
        if (found.size() > 1) {
            throw new UserError(
                    ExitCode.USAGE,
                    "%d %ss begin with '%s'; write more of the id".formatted(found.size(), what, prefix));
        }
        return found.get(0);
    }
}

package dev.millrace.curation.topology;

import dev.millrace.runtime.privacy.ErasedSubjects;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.processor.api.ProcessingContext;
import org.apache.kafka.streams.state.KeyValueIterator;
import org.apache.kafka.streams.state.ReadOnlyKeyValueStore;
import org.jspecify.annotations.Nullable;

/** Who asked to be forgotten, as a task sees the global store of erasures. */
final class SuppressionList {
    private final ReadOnlyKeyValueStore<String, String> requests;

    SuppressionList(ProcessingContext context) {
        this.requests = context.getStateStore(Stores.ERASURES);
    }

    /** Whether anybody whom these pseudonyms belong to is to be forgotten in a domain. */
    boolean covers(String domain, String subject, Collection<String> aliases) {
        if (requests.approximateNumEntries() == 0) {
            return false;
        }
        return covers(domain, subject) || aliases.stream().anyMatch(alias -> covers(domain, alias));
    }

    private boolean covers(String domain, String person) {
        return requests.get(ErasedSubjects.key(domain, person)) != null
                || requests.get(ErasedSubjects.key(ErasedSubjects.EVERY_DOMAIN, person)) != null;
    }

    /** The next so many requests, key and id, in order of key. */
    List<KeyValue<String, String>> after(@Nullable String key, int limit) {
        List<KeyValue<String, String>> next = new ArrayList<>();
        try (KeyValueIterator<String, String> entries = requests.range(key, null)) {
            while (entries.hasNext() && next.size() < limit) {
                KeyValue<String, String> entry = entries.next();
                if (!entry.key.equals(key)) {
                    next.add(entry);
                }
            }
        }
        return next;
    }
}
